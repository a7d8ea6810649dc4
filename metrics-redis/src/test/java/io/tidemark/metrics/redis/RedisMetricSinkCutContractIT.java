package io.tidemark.metrics.redis;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.tck.MetricSinkCutContract;
import io.tidemark.offset.tck.fixture.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

class RedisMetricSinkCutContractIT extends MetricSinkCutContract {

    private static final Set<String> SCRIPTS = Set.of("EVAL", "EVALSHA");

    private final RedisMetricSinkSettings settings = RedisMetricSinkSettings.builder()
            .keyPrefix("cut-" + UUID.randomUUID())
            .keepForever()
            .build();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<RedisClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(RedisClient::close);
        proxies.forEach(FaultProxy::close);
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
                    case REQUEST_LOST -> behind(proxy -> proxy.loseRequest(1, SCRIPTS));
                    case ANSWER_LOST -> behind(proxy -> proxy.loseAnswer(1, SCRIPTS));
                },
                settings);
    }

    @Override
    protected MetricReader openReader() {
        return new RedisMetricReader(RedisServer.client(), settings.keyPrefix());
    }

    private RedisClient behind(Consumer<FaultProxy> fault) {
        FaultProxy proxy =
                FaultProxy.before(WireProtocol.REDIS, RedisServer.server().address());
        proxies.add(proxy);
        fault.accept(proxy);
        return keep(RedisClient.create("127.0.0.1", proxy.port()));
    }

    private RedisClient keep(RedisClient client) {
        clients.add(client);
        return client;
    }
}
