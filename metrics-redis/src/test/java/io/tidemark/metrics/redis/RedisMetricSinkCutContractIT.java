package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.tck.Cut;
import io.tidemark.offset.tck.MetricSinkCutContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

class RedisMetricSinkCutContractIT extends MetricSinkCutContract {

    private final RedisMetricSinkSettings settings = RedisMetricSinkSettings.builder()
            .keyPrefix("cut-" + UUID.randomUUID())
            .keepForever()
            .build();
    private final List<CuttingProxy> proxies = new ArrayList<>();
    private final List<RedisClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        clients.forEach(RedisClient::close);
        for (CuttingProxy proxy : proxies) {
            proxy.close();
        }
    }

    @Override
    protected MetricSink openSink() {
        return new RedisMetricSink(RedisServer.client(), settings);
    }

    @Override
    protected MetricSink openSink(Cut cut) {
        return new RedisMetricSink(
                switch (cut) {
                    case BEFORE_REQUEST ->
                        keep(RedisClient.builder()
                                .connectionProvider(new UnreachableOnce(
                                        HostAndPort.from(RedisServer.server().address())))
                                .build());
                    case REQUEST_LOST -> behindProxy(CuttingProxy.Mode.REQUEST_LOST);
                    case ANSWER_LOST -> behindProxy(CuttingProxy.Mode.ANSWER_LOST);
                },
                settings);
    }

    @Override
    protected MetricReader openReader() {
        return new RedisMetricReader(RedisServer.client(), settings.keyPrefix());
    }

    private RedisClient behindProxy(CuttingProxy.Mode mode) {
        CuttingProxy proxy = new CuttingProxy(RedisServer.server().port());
        proxies.add(proxy);
        proxy.cutNext(mode);
        return keep(RedisClient.create("127.0.0.1", proxy.port()));
    }

    private RedisClient keep(RedisClient client) {
        clients.add(client);
        return client;
    }
}
