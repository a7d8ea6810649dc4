package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.offset.tck.MetricSaturationContract;
import java.util.UUID;

/** Sums that exceed 64 bits, limited by the script and by the reader. */
class RedisMetricSaturationContractIT extends MetricSaturationContract {

    private final RedisMetricSinkSettings settings = RedisMetricSinkSettings.builder()
            .keyPrefix("saturation-" + UUID.randomUUID())
            .keepForever()
            .overflow(SumOverflow.SATURATE)
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
