package io.tidemark.spark.internal.run;

import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.deadletter.RejectedRecords;
import io.tidemark.spark.internal.executor.BatchPoison;
import io.tidemark.spark.internal.executor.RejectedAccumulator;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Applies the policy for poison records to batches and their parts. */
final class PoisonBatches {

    private final JavaSparkContext spark;
    private final PoisonPolicy policy;

    PoisonBatches(JavaSparkContext spark, PoisonPolicy policy) {
        this.spark = spark;
        this.policy = policy;
    }

    /** Begins a batch. */
    Parts batch() {
        return new Parts();
    }

    /**
     * The parts of one batch. Records that an earlier, larger part has sent to the dead-letter topic are not sent
     * again. Thread-safe.
     */
    final class Parts {

        private final List<BatchPoison> earlier = new ArrayList<>();

        synchronized BatchPoison next() {
            if (policy instanceof PoisonPolicy.Fail) {
                return BatchPoison.failing();
            }
            RejectedRecords sent = new RejectedRecords();
            earlier.forEach(part -> sent.merge(part.rejected()));
            RejectedAccumulator rejected = new RejectedAccumulator();
            spark.sc().register(rejected);
            BatchPoison part = BatchPoison.of(policy, sent, rejected);
            earlier.add(part);
            return part;
        }
    }
}
