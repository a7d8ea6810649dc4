package io.tidemark.offset.jdbc.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "jdbc:mysql://db:3306/jobs jdbc:mysql://db:3306/jobs",
                "jdbc:mysql://db jdbc:mysql://db",
                "jdbc:mysql://db/ jdbc:mysql://db",
                "jdbc:mysql://10.0.0.7:3306/jobs?useSSL=false jdbc:mysql://10.0.0.7:3306/jobs",
                "jdbc:mysql://[::1]:3306/jobs jdbc:mysql://[::1]:3306/jobs",
                "jdbc:mysql://a:3306,b:3307/jobs?x=y jdbc:mysql://a:3306,b:3307/jobs",
                "jdbc:mysql:replication://a,b/jobs jdbc:mysql:replication://a,b/jobs",
                "jdbc:mysql+srv://db/jobs jdbc:mysql+srv://db/jobs",
                "jdbc:mariadb://db:3306/jobs?user=u&password=S3cret jdbc:mariadb://db:3306/jobs",
                "jdbc:mysql://u:S3cret@db:3306/jobs jdbc:mysql://db:3306/jobs",
                "jdbc:mysql://u:S3/cr?et@db:3306/jobs?user=u jdbc:mysql://db:3306/jobs",
                "jdbc:mysql://u:1234/S3cret@db/jobs jdbc:mysql://db/jobs",
                "jdbc:mysql://(host=db,port=3307,user=u,password=S3cret)/jobs jdbc:mysql://db:3307/jobs",
                "jdbc:mysql://address=(host=db)(port=3307)(user=u)(password=S3cret)/jobs jdbc:mysql://db:3307/jobs",
                "jdbc:mysql://address=(host=db)(password=S3/cr@et)/jobs jdbc:mysql://db/jobs",
            })
    void hostsAndDatabaseAreShown(String url, String shown) {
        assertThat(ServerAddress.of(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S3cret",
                "",
                "jdbc:S3cret",
                "jdbc:mysql://u:S3cret",
                "jdbc:mysql://u:S3cret/jobs",
                "jdbc:mysql://db/jobs?password=S3cret@home",
                "jdbc:mysql://db/jobs?user=a@b&password=S3cret",
                "jdbc:mysql://db/S3cret&x",
                "jdbc:mysql://(host=S3cret@db)/jobs",
                "jdbc:mysql://(password=S3cret)/jobs",
                "jdbc:oracle:thin:u/S3cret@db:1521:jobs",
                "jdbc:sqlserver://db;user=u;password=S3cret"
            })
    void whatIsNotUnderstoodIsHidden(String url) {
        assertThat(ServerAddress.of(url)).doesNotContain("S3cret").doesNotContain("@");
    }

    @Test
    void anAddressThatCannotBeReadSaysSo() {
        assertThat(ServerAddress.of("jdbc:mysql://u:S3cret/jobs")).isEqualTo("jdbc:mysql://(address hidden)/jobs");
    }
}
