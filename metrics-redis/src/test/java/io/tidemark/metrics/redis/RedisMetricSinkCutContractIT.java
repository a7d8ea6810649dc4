package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.tck.MetricSinkCutContract;
import io.tidemark.offset.tck.fixture.Cut;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

class RedisMetricSinkCutContractIT extends MetricSinkCutContract {

    private final RedisMetricSinkSettings settings = RedisMetricSinkSettings.builder()
            .keyPrefix("cut-" + UUID.randomUUID())
            .keepForever()
            .build();
    private final CutClients clients = new CutClients();

    @AfterEach
    void close() {
        clients.close();
    }

    @Override
    protected MetricSink openSink() {
        return new RedisMetricSink(RedisServer.client(), settings);
    }

    @Override
    protected MetricSink openSink(Cut cut) {
        return new RedisMetricSink(clients.client(cut), settings);
    }

    @Override
    protected MetricReader openReader() {
        return new RedisMetricReader(RedisServer.client(), settings.keyPrefix());
    }
}
