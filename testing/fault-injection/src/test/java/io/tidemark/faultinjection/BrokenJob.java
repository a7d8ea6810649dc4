package io.tidemark.faultinjection;

import io.tidemark.metrics.ForwardingMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import java.util.ArrayList;
import java.util.List;

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

    private static final class DoublingSink extends ForwardingMetricSink {

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

    private static final class ForgetfulStore extends ForwardingOffsetStore {

        ForgetfulStore(OffsetStore store) {
            super(store);
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            super.reposition(new OffsetReposition(reposition.group(), reposition.moves(), List.of()));
        }
    }
}
