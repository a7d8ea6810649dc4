package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.tck.MetricSinkLimitContract;
import java.util.UUID;

/** A limit that every write of a real job would exceed. */
class RedisMetricSinkLimitContractIT extends MetricSinkLimitContract {

    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    protected MetricSink openLimitedSink() {
        return new RedisMetricSink(
                RedisServer.client(),
                RedisMetricSinkSettings.builder()
                        .keyPrefix(prefix)
                        .keepForever()
                        .maxWriteSize(200)
                        .build());
    }

    @Override
    protected MetricReader openReader() {
        return new RedisMetricReader(RedisServer.client(), prefix);
    }
}
