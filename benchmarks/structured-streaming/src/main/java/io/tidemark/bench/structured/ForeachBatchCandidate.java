package io.tidemark.bench.structured;

import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.CountFields;
import io.tidemark.bench.candidate.RedisCounters;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Structured Streaming with {@code foreachBatch} and {@code mapPartitions}: each task parses bytes with the parser of
 * the job and counts everything that the job counts, and the driver adds the counts of a batch to Redis. The number of
 * the batch in Redis prevents counting a batch twice.
 */
public final class ForeachBatchCandidate implements Candidate {

    private static final TagDictionary DICTIONARY = TagDictionary.preset("guangdong");

    private final Setting setting;
    private final SparkSession spark;

    private ForeachBatchCandidate(Setting setting) {
        this.setting = setting;
        this.spark = Queries.session(setting);
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        CandidateServer.serve(ForeachBatchCandidate::new);
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        return Queries.run(spark, setting, topic, group, (batch, number) -> {
            List<RechargeCounts> parts = batch.select("value")
                    .as(Encoders.BINARY())
                    .mapPartitions(
                            (MapPartitionsFunction<byte[], RechargeCounts>) ForeachBatchCandidate::count,
                            Encoders.javaSerialization(RechargeCounts.class))
                    .collectAsList();
            RechargeCounts all = new RechargeCounts(DICTIONARY.regions());
            parts.forEach(all::merge);
            Map<String, Long> increments = new HashMap<>();
            CountFields.forEach(all, increments::put);
            BatchWriter.write(setting.redis(), group, number, increments);
        });
    }

    private static Iterator<RechargeCounts> count(Iterator<byte[]> records) {
        RecordParser parser = new RecordParser(DICTIONARY);
        RechargeCounts counts = new RechargeCounts(DICTIONARY.regions());
        records.forEachRemaining(record -> counts.add(parser.parse(record)));
        return List.of(counts).iterator();
    }

    @Override
    public Totals totals(String group) {
        return RedisCounters.totalsOfFields(setting.redis(), group);
    }

    @Override
    public void close() {
        spark.stop();
    }
}
