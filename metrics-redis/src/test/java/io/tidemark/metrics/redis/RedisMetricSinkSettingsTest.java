package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisMetricSinkSettingsTest {

    @Test
    void minutesAreKeptAMonthHoursAYearAndDaysForEver() {
        RedisMetricSinkSettings defaults = RedisMetricSinkSettings.defaults();

        assertThat(defaults.keyPrefix()).isEqualTo("tidemark");
        assertThat(defaults.minutesKept()).contains(Duration.ofDays(31));
        assertThat(defaults.hoursKept()).contains(Duration.ofDays(400));
        assertThat(defaults.daysKept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a{b", "}"})
    void aPrefixThatWouldBreakTheHashTagIsRefused(String prefix) {
        assertThatThrownBy(() ->
                        RedisMetricSinkSettings.builder().keyPrefix(prefix).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keyPrefix '" + prefix + "'");
    }

    @Test
    void allThatDoesNotFitIsNamedAtOnce() {
        assertThatThrownBy(() -> RedisMetricSinkSettings.builder()
                        .keyPrefix("")
                        .keepMinutes(Duration.ofSeconds(-1))
                        .keepHours(Duration.ofDays(40_000))
                        .keepDays(Duration.ofDays(1))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("keyPrefix", "minutesKept", "hoursKept", "is longer than daysKept");
    }

    @Test
    void finerValuesAreNotKeptLongerThanCoarserOnes() {
        assertThatThrownBy(() -> RedisMetricSinkSettings.builder()
                        .keepMinutes(Duration.ofDays(500))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minutesKept PT12000H is longer than hoursKept PT9600H");
    }
}
