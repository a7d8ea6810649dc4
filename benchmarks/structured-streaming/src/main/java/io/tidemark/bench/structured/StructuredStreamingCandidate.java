package io.tidemark.bench.structured;

import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.RedisCounters;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import org.apache.spark.sql.SparkSession;

/**
 * Structured Streaming: {@code from_json}, a {@code groupBy} for each batch, and {@code foreachBatch} into Redis. The
 * number of the batch in Redis prevents counting a batch twice.
 */
public final class StructuredStreamingCandidate implements Candidate {

    private final Setting setting;
    private final SparkSession spark;

    private StructuredStreamingCandidate(Setting setting) {
        this.setting = setting;
        this.spark = Queries.session(setting);
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        CandidateServer.serve(StructuredStreamingCandidate::new);
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        return Queries.run(
                spark,
                setting,
                topic,
                group,
                (batch, number) -> BatchWriter.write(
                        setting.redis(),
                        group,
                        number,
                        BatchWriter.increments(Counting.of(batch).collectAsList())));
    }

    @Override
    public Totals totals(String group) {
        return RedisCounters.totals(setting.redis(), group);
    }

    @Override
    public void close() {
        spark.stop();
    }
}
