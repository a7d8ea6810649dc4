package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sinks with a limit that each violate its contract in one way. */
class BrokenLimitsTest {

    private static final int LIMIT = 100;

    static Stream<Broken> brokenSinks() {
        return Stream.of(
                new Broken(WritesAPart::new, Set.of("nothingOfABatchThatIsTooLargeIsApplied")),
                new Broken(MovesTheLedger::new, Set.of("nothingOfABatchThatIsTooLargeIsApplied")),
                new Broken(NamesNoReason::new, Set.of("aBatchThatIsTooLargeIsRefusedByItsType")),
                new Broken(RefusesForEver::new, Set.of("theSameMeasurementsAreWrittenInSmallerBatches")));
    }

    @ParameterizedTest
    @MethodSource("brokenSinks")
    void aBrokenSinkFailsTheTestThatGuardsAgainstIt(Broken broken) {
        assertThat(run(broken.sink()).failed()).containsAll(broken.caughtBy());
    }

    @Test
    void aSoundSinkPassesEveryTestAndNoneIsSkipped() {
        ContractRun sound = run(Limited::new);
        assertThat(sound.failed()).isEmpty();
        assertThat(sound.skipped()).isEmpty();
        assertThat(sound.passed()).hasSize(3);
    }

    private static ContractRun run(Supplier<ForwardingMetricSink> sink) {
        Contract.UNDER_TEST.set(sink);
        try {
            return ContractRun.of(Contract.class);
        } finally {
            Contract.UNDER_TEST.remove();
        }
    }

    record Broken(Supplier<ForwardingMetricSink> sink, Set<String> caughtBy) {

        @Override
        public String toString() {
            return sink.get().getClass().getSimpleName();
        }
    }

    /** Runs the contract on the current thread's sink. */
    static class Contract extends MetricSinkLimitContract {

        static final ThreadLocal<Supplier<ForwardingMetricSink>> UNDER_TEST = new ThreadLocal<>();

        private final ForwardingMetricSink sink = UNDER_TEST.get().get();

        @Override
        protected MetricSink openLimitedSink() {
            return sink;
        }

        @Override
        protected MetricReader openReader() {
            return sink;
        }
    }

    static class Limited extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            if (batch.measurements().size() > LIMIT) {
                refuse(batch);
            }
            sound.write(batch);
        }

        void refuse(MetricBatch batch) {
            throw new BatchTooLargeException("Cannot write a batch of "
                    + batch.measurements().size() + " measurements: one write takes " + LIMIT);
        }
    }

    static class WritesAPart extends Limited {
        @Override
        void refuse(MetricBatch batch) {
            countUnconditionally(batch.group(), batch.measurements().subList(0, LIMIT));
            super.refuse(batch);
        }
    }

    static class MovesTheLedger extends Limited {
        @Override
        void refuse(MetricBatch batch) {
            sound.write(new MetricBatch(batch.coverage(), List.of()));
            super.refuse(batch);
        }
    }

    static class NamesNoReason extends Limited {
        @Override
        void refuse(MetricBatch batch) {
            throw new OffsetStoreException("Cannot write a batch");
        }
    }

    static class RefusesForEver extends Limited {

        private boolean refused;

        @Override
        public void write(MetricBatch batch) {
            if (refused) {
                refuse(batch);
            }
            super.write(batch);
        }

        @Override
        void refuse(MetricBatch batch) {
            refused = true;
            super.refuse(batch);
        }
    }
}
