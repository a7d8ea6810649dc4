package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.tck.MetricSinkContract;
import java.util.UUID;

/** The contract's times are long past: nothing may expire. */
class RedisMetricSinkContractIT extends MetricSinkContract {

    private final RedisMetricSinkSettings settings = RedisMetricSinkSettings.builder()
            .keyPrefix("contract-" + UUID.randomUUID())
            .keepForever()
            .build();

    @Override
    protected MetricSink openSink() {
        return new RedisMetricSink(RedisServer.client(), settings);
    }

    @Override
    protected MetricReader openReader() {
        return new RedisMetricReader(RedisServer.client(), settings.keyPrefix());
    }
}
