package io.tidemark.offset.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Clock HERE = Clock.fixed(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"PT59S", "PT-59S", "PT0S"})
    void clocksThatDifferByLessThanAMinuteAgree(Duration difference) {
        assertThat(Diagnosis.ofClock(NOW.plus(difference), HERE).level()).isEqualTo(Diagnosis.Level.OK);
    }

    @ParameterizedTest
    @CsvSource({"PT60S, 60 s ahead of", "PT-1H, 60 min behind", "P-3D, 3 days behind", "PT47H, 47 h ahead of"})
    void otherClocksAreAWarningWithTheDifference(Duration difference, String text) {
        Diagnosis diagnosis = Diagnosis.ofClock(NOW.plus(difference), HERE);

        assertThat(diagnosis.level()).isEqualTo(Diagnosis.Level.WARNING);
        assertThat(diagnosis.text()).isEqualTo("its clock is " + text + " this machine's");
        assertThat(diagnosis.remedy()).startsWith("Synchronise the clocks");
    }

    @Test
    void aNegativeDurationIsWrittenAsZero() {
        assertThat(DurationText.rounded(Duration.ofSeconds(-5))).isEqualTo("0 s");
    }
}
