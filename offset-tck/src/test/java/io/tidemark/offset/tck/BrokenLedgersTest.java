package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.WriterName;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sink that counts correctly but is not a correct store fails the contract of sinks. {@link BrokenStores} has more
 * broken stores.
 */
class BrokenLedgersTest {

    static Stream<Broken> brokenSinks() {
        return Stream.of(
                new Broken(
                        IgnoresReceipts::new,
                        Set.of("aReceiptIsReadBackAsItWasGiven", "receiptsOutliveTheirEntriesAndLaterCommits")),
                new Broken(StoresReceiptsOfRefusedMoves::new, Set.of("aRefusedMoveLeavesNoReceipt")),
                new Broken(ForgetsWhatGoverns::new, Set.of("whatGovernsIsReadByOthersAsItWasRecorded")),
                new Broken(CommitsNothing::new, Set.of("aCommitMovesAllItsPartitions")));
    }

    @ParameterizedTest
    @MethodSource("brokenSinks")
    void aBrokenLedgerFailsTheTestThatGuardsAgainstIt(Broken broken) {
        Contract.UNDER_TEST.set(broken.sink());
        try {
            assertThat(ContractRun.of(Contract.class).failed()).containsAll(broken.caughtBy());
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
    static class Contract extends MetricSinkContract {

        static final ThreadLocal<Supplier<ForwardingMetricSink>> UNDER_TEST = new ThreadLocal<>();

        private final ForwardingMetricSink sink = UNDER_TEST.get().get();

        @Override
        protected MetricSink openSink(WriterName writer) {
            return sink;
        }

        @Override
        protected MetricReader openReader() {
            return sink;
        }
    }

    static class IgnoresReceipts extends ForwardingMetricSink {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(new OffsetReposition(reposition.group(), reposition.moves(), List.of()));
        }
    }

    static class StoresReceiptsOfRefusedMoves extends ForwardingMetricSink {
        @Override
        public void reposition(OffsetReposition reposition) {
            storeUnconditionally(reposition.group(), reposition.receipts());
            sound.reposition(reposition);
        }
    }

    static class ForgetsWhatGoverns extends ForwardingMetricSink {
        @Override
        public void recordGovernor(GroupId group, Governor governor) {}
    }

    static class CommitsNothing extends ForwardingMetricSink {
        @Override
        public void commit(OffsetCommit commit) {}
    }
}
