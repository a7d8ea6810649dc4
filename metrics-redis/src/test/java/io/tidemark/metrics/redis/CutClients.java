package io.tidemark.metrics.redis;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.tck.fixture.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Clients of the shared server whose next write loses its connection. */
final class CutClients implements AutoCloseable {

    private static final Set<String> SCRIPTS = Set.of("EVAL", "EVALSHA");

    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<RedisClient> clients = new ArrayList<>();

    RedisClient client(Cut cut) {
        return switch (cut) {
            case BEFORE_REQUEST ->
                keep(RedisClient.builder()
                        .connectionProvider(new UnreachableOnce(
                                HostAndPort.from(RedisServer.server().address())))
                        .build());
            case REQUEST_LOST -> behind(proxy -> proxy.loseRequest(1, SCRIPTS));
            case ANSWER_LOST -> behind(proxy -> proxy.loseAnswer(1, SCRIPTS));
        };
    }

    @Override
    public void close() {
        clients.forEach(RedisClient::close);
        proxies.forEach(FaultProxy::close);
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
