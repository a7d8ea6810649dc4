package io.tidemark.offset.tck.metrics;

import static io.tidemark.offset.tck.fixture.Counter.MINUTE;
import static io.tidemark.offset.tck.fixture.Counter.orders;
import static io.tidemark.offset.tck.fixture.Counter.tags;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.MetricsFixture;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A batch that exceeds a limit of the sink is refused as a whole, and its parts are written.
 *
 * @since 0.1
 */
public interface MetricLimitTests extends MetricsFixture {

    /** This number of different measurements exceeds the limit. */
    int TOO_MANY = 1_000;

    /** This number of different measurements does not. */
    int FEW = 10;

    @Test
    default void aBatchThatIsTooLargeIsRefusedByItsType() {
        Counter counter = Counter.on(this).starting(FIRST);

        assertRefused(() -> counter.write(range(FIRST, 0, TOO_MANY), sums(0, TOO_MANY)));
    }

    @Test
    default void nothingOfABatchThatIsTooLargeIsApplied() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 1), orders(1));
        MetricSnapshot before = counter.read();

        assertRefused(() -> counter.write(range(FIRST, 1, 1 + TOO_MANY), sums(0, TOO_MANY)));

        assertThat(counter.totals("some")).isEmpty();
        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(counter.read().ledger()).isEqualTo(before.ledger());
        assertThat(counter.read().writtenAt()).isEqualTo(before.writtenAt());
    }

    @Test
    default void theSameMeasurementsAreWrittenInSmallerBatches() {
        Counter counter = Counter.on(this).starting(FIRST);
        assertRefused(() -> counter.write(range(FIRST, 0, TOO_MANY), sums(0, TOO_MANY)));

        for (int from = 0; from < TOO_MANY; from += FEW) {
            counter.write(range(FIRST, from, from + FEW), sums(from, from + FEW));
        }

        assertThat(counter.totals("some")).hasSize(TOO_MANY).allSatisfy((tags, value) -> assertThat(value)
                .isEqualTo(new Sum(1)));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, (long) TOO_MANY));
    }

    private static Measurement[] sums(int from, int until) {
        List<Measurement> sums = IntStream.range(from, until)
                .mapToObj(number ->
                        Measurement.of("some", Map.of("number", Integer.toString(number)), MINUTE, new Sum(1)))
                .toList();
        return sums.toArray(Measurement[]::new);
    }

    private static void assertRefused(Runnable write) {
        assertThat(catchThrowableOfType(BatchTooLargeException.class, write::run))
                .as("a batch that is too large is refused with a BatchTooLargeException")
                .isNotNull()
                .hasMessageNotContaining("null");
    }
}
