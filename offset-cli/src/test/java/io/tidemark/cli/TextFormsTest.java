package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.options.DateTimes;
import io.tidemark.cli.options.Durations;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TextFormsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T14:05:00.000, 2026-03-01T14:05:00Z",
        "2026-03-01T14:05, 2026-03-01T14:05:00Z",
        "2026-03-01T14:05:00Z, 2026-03-01T14:05:00Z",
        "2026-03-01T14:05:00+08:00, 2026-03-01T06:05:00Z",
        "2026-03-01T14:05:00+0800, 2026-03-01T06:05:00Z",
        "2026-03-01 14:05:00 +08, 2026-03-01T06:05:00Z",
        "2026-03-01 14:05 -03:30, 2026-03-01T17:35:00Z",
        "2026-03-01 14:05:00.25 utc, 2026-03-01T14:05:00.250Z",
        "2026-03-01t14:05z, 2026-03-01T14:05:00Z",
        "2026-03-01, 2026-03-01T00:00:00Z",
        "1772373900, 2026-03-01T14:05:00Z",
        "1772373900250, 2026-03-01T14:05:00.250Z",
        "0, 1970-01-01T00:00:00Z",
    })
    void momentsAreInUtcUnlessTheySayOtherwise(String text, String moment) {
        assertThat(new DateTimes().convert(text)).isEqualTo(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-3-1", "01.03.2026", "2026-03-01 25", "1.5", "12345678901234567890"})
    void whatIsNoMomentIsRefused(String text) {
        assertThatThrownBy(() -> new DateTimes().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("2026-03-01T14:05:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-01T00:00:00", "2026-02-30", "2026-03-01T25:00", "2026-03-01T14:05+19:00"})
    void aMomentThatDoesNotExistIsRefusedWithTheReason(String text) {
        assertThatThrownBy(() -> new DateTimes().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "' is not a moment: ");
    }

    @Test
    void lengthsOfTimeHaveAUnit() {
        assertThat(new Durations().convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(new Durations().convert("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThatThrownBy(() -> new Durations().convert("10")).hasMessageContaining("500ms, 30s, 2m or 1h");
    }
}
