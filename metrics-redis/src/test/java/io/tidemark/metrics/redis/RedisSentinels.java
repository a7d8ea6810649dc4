package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.redis.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.exceptions.JedisException;

/** A primary, a replica, and three sentinels that watch them. */
final class RedisSentinels implements AutoCloseable {

    static final String NAME = "metrics";

    private static final int SENTINELS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedRedis primary = EmbeddedRedis.start(options());
    private final EmbeddedRedis replica =
            EmbeddedRedis.start(options().setting("replicaof", "127.0.0.1 " + primary.port()));
    private final List<Process> sentinels = new ArrayList<>();
    private final Set<HostAndPort> addresses = new HashSet<>();

    /** @param directory where the sentinels keep what they know */
    RedisSentinels(Path directory) {
        await().atMost(PATIENCE).until(() -> info(replica, "replication").contains("master_link_status:up"));
        String program = program();
        for (int i = 0; i < SENTINELS; i++) {
            start(program, directory.resolve("sentinel-" + i + ".conf"));
        }
        for (HostAndPort address : addresses) {
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(JedisException.class)
                    .untilAsserted(() -> assertThat(info(address, "sentinel"))
                            .contains("status=ok", "slaves=1", "sentinels=" + SENTINELS));
        }
    }

    EmbeddedRedis primary() {
        return primary;
    }

    EmbeddedRedis replica() {
        return replica;
    }

    /** The sentinels, as in a URL. */
    String hosts() {
        return addresses.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
    }

    RedisSentinelClient client() {
        return RedisSentinelClient.builder()
                .masterName(NAME)
                .sentinels(addresses)
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(1_000).build())
                .build();
    }

    @Override
    public void close() {
        sentinels.forEach(Process::destroyForcibly);
        replica.close();
        primary.close();
    }

    private void start(String program, Path configuration) {
        int port = freePort();
        try {
            Files.writeString(
                    configuration, """
                    port %d
                    bind 127.0.0.1
                    dir %s
                    sentinel monitor %s 127.0.0.1 %d 2
                    sentinel down-after-milliseconds %s 1000
                    sentinel failover-timeout %s 3000
                    """.formatted(port, configuration.getParent(), NAME, primary.port(), NAME, NAME));
            Process process = new ProcessBuilder(program, configuration.toString(), "--sentinel")
                    .redirectErrorStream(true)
                    .redirectOutput(configuration
                            .resolveSibling(configuration.getFileName() + ".log")
                            .toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            sentinels.add(process);
            addresses.add(new HostAndPort("127.0.0.1", port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerOptions options() {
        return ServerOptions.temporary().setting("repl-diskless-sync-delay", "0");
    }

    /** The program of the servers that this JVM has started is that of a sentinel too. */
    private static String program() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(process -> process.info().command().stream())
                .filter(command -> command.endsWith("redis-server"))
                .findFirst()
                .orElseThrow();
    }

    private static String info(EmbeddedRedis server, String section) {
        return info(HostAndPort.from(server.address()), section);
    }

    private static String info(HostAndPort address, String section) {
        try (Jedis jedis = new Jedis(address)) {
            return jedis.info(section);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
