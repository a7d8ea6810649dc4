package io.tidemark.bench.flink;

import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.RedisCells;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import io.tidemark.bench.candidate.WrittenRecords;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Flink's DataStream, exactly once: state by city and minute, checkpoints on the local disk, and changes that overwrite
 * the values in Redis.
 */
public final class FlinkCandidate implements Candidate {

    private static final int CHECKPOINT_MILLIS = 5_000;
    private static final int FETCH_BYTES = 1 << 22;
    private static final int MOST_POLLED = 10_000;

    private final Setting setting;

    private FlinkCandidate(Setting setting) {
        this.setting = setting;
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        CandidateServer.serve(FlinkCandidate::new);
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(configuration(group));
        flink.setParallelism(setting.cores());
        flink.enableCheckpointing(CHECKPOINT_MILLIS, CheckpointingMode.EXACTLY_ONCE);
        flink.getConfig().enableObjectReuse();
        flink.fromSource(source(topic, group), WatermarkStrategy.noWatermarks(), "log")
                .map(new ReadRecord(group))
                .returns(Types.TUPLE(Types.LONG, Types.LONG, Types.LONG, Types.STRING, Types.STRING, Types.STRING))
                .keyBy(read -> read.f0, Types.LONG)
                .process(new CountCell())
                .returns(Types.TUPLE(Types.LONG, Types.LONG, Types.PRIMITIVE_ARRAY(Types.BYTE)))
                .sinkTo(new RedisCellSink(setting.redis(), group));
        JobClient job = flink.executeAsync(group);
        try {
            return WrittenRecords.of(group).await(records, () -> isAlive(job));
        } finally {
            job.cancel().get(1, TimeUnit.MINUTES);
        }
    }

    private static boolean isAlive(JobClient job) {
        return !job.getJobExecutionResult().isDone();
    }

    private Configuration configuration(String group) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                setting.folder().resolve(group).toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    private KafkaSource<byte[]> source(String topic, String group) {
        return KafkaSource.<byte[]>builder()
                .setBootstrapServers(setting.kafka())
                .setTopics(topic)
                .setGroupId(group)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new Bytes())
                .setProperty("max.partition.fetch.bytes", Integer.toString(FETCH_BYTES))
                .setProperty("receive.buffer.bytes", "-1")
                .setProperty("max.poll.records", Integer.toString(MOST_POLLED))
                .build();
    }

    @Override
    public Totals totals(String group) {
        return RedisCells.totals(setting.redis(), group);
    }

    @Override
    public void close() {
        // each run closes its own clients
    }
}
