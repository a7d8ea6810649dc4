package io.tidemark.recharge.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.report.RechargeReport.City;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRulesTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1.0000", "0, 7, 0.0000", "1, 3, 0.3333", "2, 3, 0.6667",
        "1, 20000, 0.0001", "4, 100000, 0.0000", "19999, 20000, 1.0000",
                "9223372036854775806, 9223372036854775807, 1.0000"
    })
    void aRateHasFourDecimalsRoundedHalfUp(long succeeded, long orders, String rate) {
        assertThat(ReportRules.successRate(succeeded, orders).orElseThrow()).hasToString(rate);
    }

    @ParameterizedTest
    @CsvSource({"100, 3, 33.3", "35, 100, 0.4", "34, 100, 0.3", "0, 2, 0.0"})
    void anAverageHasOneDecimalRoundedHalfUp(long sum, long count, String average) {
        assertThat(ReportRules.averageDuration(sum, count).orElseThrow()).hasToString(average);
    }

    @Test
    void nothingHasNoRateAndNoAverage() {
        assertThat(ReportRules.successRate(0, 0)).isEmpty();
        assertThat(ReportRules.averageDuration(0, 0)).isEmpty();
    }

    @Test
    void citiesRankByOrdersThenBySucceededThenByCode() {
        Stream<City> cities = Stream.of(
                City.of("769", "东莞市", 5, 5, 0),
                City.of("other", "其他", 5, 5, 0),
                City.of("755", "深圳市", 5, 5, 0),
                City.of("200", "广州市", 5, 4, 9),
                City.of("768", "潮州市", 6, 0, 0));

        assertThat(cities.sorted(ReportRules.RANK).map(City::code))
                .containsExactly("768", "755", "769", "other", "200");
    }
}
