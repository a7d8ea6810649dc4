package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.config.OffsetStores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before, or while, a connection is made. */
class MySqlStoreProviderTest {

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open(
                        "mysql://db", Map.of("table", "my offsets", "layout", "wide", "password", "file:/no/such")))
                .withMessageContainingAll(
                        "Cannot open the offset store at mysql://db: ",
                        "layout is 'wide', and not one of seed, own",
                        "Cannot keep offsets in a table named 'my offsets'",
                        "the URL must name host and database, mysql://host:3306/database",
                        "password cannot be read from file /no/such");
    }

    @Test
    void aSettingThatIsNoneIsNamedWithThoseThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open("mysql://db/offsets?socketTimeout=5"))
                .withMessage(
                        "Cannot open the offset store at mysql://db/offsets: there is no setting 'socketTimeout'; the"
                                + " settings are driver.*, history, layout, password, table, user, writer");
    }

    @Test
    void aDriverThatIsMissingIsNamedWithItsLicence() {
        assertThatThrownBy(() -> OffsetStores.open("mariadb://job:hunter2@db/offsets"))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessage(
                        "Cannot open the offset store at jdbc:mariadb://db/offsets: no JDBC driver on the class path"
                                + " accepts this URL. Add org.mariadb.jdbc:mariadb-java-client (LGPL) to the job; Tidemark brings"
                                + " neither, because the choice of their licenses is up to the job");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://job:hunter2@127.0.0.1:1/offsets",
                "mysql://127.0.0.1:1/offsets?user=job&password=hunter2",
                "jdbc:mysql://127.0.0.1:1/offsets?user=job&password=hunter2",
                "jdbc:mysql://job:hunter2@127.0.0.1:1/offsets",
                "jdbc:mysql://address=(host=127.0.0.1)(port=1)(password=hunter2)/offsets",
                "jdbc:mysql://job:hunter2@127.0.0.1:one/offsets",
                "jdbc:mysql://(host=127.0.0.1,password=hunter2/offsets"
            })
    void aServerThatCannotBeReachedIsNamedAndNoPasswordShown(String url) {
        assertThatThrownBy(() -> OffsetStores.open(url))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageStartingWith("Cannot prepare the offset store in table offset_tb of MySQL at jdbc:mysql://")
                .satisfies(refused -> {
                    StringWriter trace = new StringWriter();
                    refused.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("hunter2");
                });
    }
}
