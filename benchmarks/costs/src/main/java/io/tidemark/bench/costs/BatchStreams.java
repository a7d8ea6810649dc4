package io.tidemark.bench.costs;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.spark.api.java.JavaSparkContext;
import redis.clients.jedis.RedisClient;

/** The streams that the benchmarks compare. */
record BatchStreams(JavaSparkContext spark, String bootstrap) {

    CountingStream unmanaged() {
        return new UnmanagedStream("unmanaged", spark, bootstrap, UnmanagedStream.Output.NONE);
    }

    CountingStream textbook(RedisClient redis, DataSource source) {
        return new UnmanagedStream(
                "textbook: increments, then offsets in MySQL", spark, bootstrap, new TextbookOutput(redis, source));
    }

    CountingStream inMemory() {
        return new TidemarkStream(
                "offsets verified, kept in memory", spark, bootstrap, new InMemoryOffsetStore(), Optional.empty());
    }

    CountingStream kept(OffsetStore store) {
        return new TidemarkStream("offsets kept in MySQL", spark, bootstrap, store, Optional.empty());
    }

    CountingStream exactlyOnce(OffsetStore store, MetricSink sink) {
        return new TidemarkStream(
                "exactly once in Redis, offsets in MySQL", spark, bootstrap, store, Optional.of(sink));
    }
}
