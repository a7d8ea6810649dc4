package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.MetricSinkWritersContract;
import java.util.UUID;

/** The ledger records who has written each entry. */
class RedisMetricSinkWritersContractIT extends MetricSinkWritersContract {

    private final String prefix = "writers-" + UUID.randomUUID();

    @Override
    protected MetricSink openSink(WriterName writer) {
        return new RedisMetricSink(
                RedisServer.client(),
                RedisMetricSinkSettings.builder()
                        .keyPrefix(prefix)
                        .keepForever()
                        .writer(writer)
                        .build());
    }
}
