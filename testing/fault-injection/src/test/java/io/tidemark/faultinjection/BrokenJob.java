package io.tidemark.faultinjection;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A job that counts one batch twice and discards receipts: the test must find both. */
public final class BrokenJob extends TidemarkJob {

    /** Runs the process. */
    public static void main(String[] arguments) {
        JobHost.run(new BrokenJob());
    }

    @Override
    MetricSink changed(MetricSink sink) {
        return new DoublingSink(sink);
    }

    @Override
    OffsetStore changed(OffsetStore store) {
        return new ForgetfulStore(store);
    }

    private static final class DoublingSink extends ForwardingSink {

        private boolean doubled;

        DoublingSink(MetricSink sink) {
            super(sink);
        }

        @Override
        public void write(MetricBatch batch) {
            List<Measurement> measurements = new ArrayList<>(batch.measurements());
            if (!doubled) {
                measurements.addAll(batch.measurements());
                doubled = true;
            }
            super.write(new MetricBatch(batch.coverage(), measurements));
        }
    }

    private record ForgetfulStore(OffsetStore store) implements OffsetStore {

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            return store.load(group);
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            return store.initialize(group, offsets);
        }

        @Override
        public void commit(OffsetCommit commit) {
            store.commit(commit);
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            store.reposition(new OffsetReposition(reposition.group(), reposition.moves(), List.of()));
        }

        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            return store.lossReceipts(group);
        }

        @Override
        public Optional<Governor> governor(GroupId group) {
            return store.governor(group);
        }

        @Override
        public void recordGovernor(GroupId group, Governor governor) {
            store.recordGovernor(group, governor);
        }
    }
}
