package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.DecimalMetric;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Sums of decimals in a real Redis are those of {@link BigDecimal}, also beyond the 53 bits of a double. */
class DecimalsIT {

    private static final int BATCHES = 50;

    @Test
    void sumsAreExact() {
        Fixture fixture = Fixture.started();
        Random random = new Random(22);
        long offset = 0;
        for (int scale : List.of(0, 2, 6, 18)) {
            DecimalMetric amount = DecimalMetric.of("amount", scale);
            BigDecimal expected = BigDecimal.ZERO.setScale(scale);
            for (int batch = 0; batch < BATCHES; batch++) {
                BigDecimal value = BigDecimal.valueOf(random.nextLong() / BATCHES, scale);
                expected = expected.add(value);
                fixture.write(
                        offset, offset + 1, Measurement.timeless(amount.storedName(), Map.of(), amount.sum(value)));
                offset++;
            }
            Map<SortedMap<String, String>, MetricValue> totals = fixture.totals(amount.storedName());
            assertThat(totals.values()).singleElement().satisfies(new ExactlyEqual(amount, expected)::check);
        }
    }

    private record ExactlyEqual(DecimalMetric amount, BigDecimal expected) {

        void check(MetricValue total) {
            assertThat(amount.decimal(total)).isEqualTo(expected);
        }
    }
}
