package io.tidemark.offset.jdbc.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SqlTimesTest {

    @Test
    void aTimeIsWrittenInUtcAndReadBackWithAnyFractionThatAServerShows() {
        assertThat(SqlTimes.text(Instant.parse("2026-01-02T03:04:05.678Z"))).isEqualTo("2026-01-02 03:04:05.678");
        assertThat(SqlTimes.time("2026-01-02 03:04:05.678000")).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
        assertThat(SqlTimes.time("2026-01-02 03:04:05")).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    }

    @Test
    void whatIsShorterThanAMicrosecondIsLeftOut() {
        assertThat(SqlTimes.text(Instant.parse("2026-01-02T03:04:05.123456789Z")))
                .isEqualTo("2026-01-02 03:04:05.123456");
    }
}
