package io.tidemark.offset.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.jdbc.internal.connection.Failures;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgreSqlErrorsTest {

    private static final PostgreSqlErrors ERRORS = new PostgreSqlErrors();

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "23505", "25P02", "25P03", "57014", "P0001"})
    void aCommitThatFailsWithTheseIsKnownNotApplied(String state) {
        assertThat(ERRORS.isRolledBack(new SQLException("no", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P02", "08006", "58030", "40003", "XX000", "53100"})
    void aCommitThatFailsWithTheseIsUnknown(String state) {
        assertThat(ERRORS.isRolledBack(new SQLException("no", state))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "28P01", "28000", "3D000", "3F000", "53300", "42501", "25006", "53100", "25P02", "25P03", "40001",
                "40P01", "55P03", "57014", "57P01", "57P03", "26000", "42P05", "22P05", "54000"
            })
    void theMessageEndsWithTheRemedyOfItsState(String state) {
        SQLException error = new SQLException("no", state);

        assertThat(new Failures(ERRORS).notApplied("commit", "db", error))
                .hasMessage("Cannot commit in db: no [SQL state " + state + "]; nothing was stored. "
                        + ERRORS.remedy(error).orElseThrow());
    }

    @Test
    void aStateThatIsNotKnownHasNoAdvice() {
        assertThat(new Failures(ERRORS).notRead("load", "db", new SQLException("no", "F0000")))
                .hasMessage("Cannot load in db: no [SQL state F0000]");
    }
}
