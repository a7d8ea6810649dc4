package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.redis.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Three servers that share the slots, and none or one replica of each. */
final class RedisCluster implements AutoCloseable {

    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<EmbeddedRedis> nodes = new ArrayList<>();

    /** @param replicas how many of the primaries have a replica */
    RedisCluster(int replicas) {
        for (int i = 0; i < PRIMARIES + replicas; i++) {
            nodes.add(EmbeddedRedis.start(ServerOptions.temporary()
                    .setting("cluster-enabled", "yes")
                    .setting("cluster-port", Integer.toString(freePort()))
                    .setting("repl-diskless-sync-delay", "0")
                    .setting("cluster-node-timeout", "2000")
                    .setting("cluster-replica-validity-factor", "0")));
        }
        shareSlots();
        meet();
        for (int i = 0; i < replicas; i++) {
            replicate(nodes.get(i), nodes.get(PRIMARIES + i));
        }
        for (EmbeddedRedis node : nodes) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ask(node, Jedis::clusterInfo))
                    .contains("cluster_state:ok", "cluster_known_nodes:" + nodes.size()));
        }
    }

    /** The nodes, as in a URL. */
    String hosts() {
        return nodes.stream().map(EmbeddedRedis::address).collect(Collectors.joining(","));
    }

    /** A client that repeats what fails, as clients of clusters do. */
    RedisClusterClient client() {
        return client(RedisClusterClient.DEFAULT_MAX_ATTEMPTS);
    }

    RedisClusterClient client(int attempts) {
        return client(attempts, Duration.ofMillis(Protocol.DEFAULT_TIMEOUT));
    }

    RedisClusterClient client(int attempts, Duration timeout) {
        Set<HostAndPort> addresses = new HashSet<>();
        nodes.forEach(node -> addresses.add(HostAndPort.from(node.address())));
        return RedisClusterClient.builder()
                .nodes(addresses)
                .maxAttempts(attempts)
                .clientConfig(DefaultJedisClientConfig.builder()
                        .timeoutMillis((int) timeout.toMillis())
                        .build())
                .build();
    }

    /** The node that serves a key's slot. */
    EmbeddedRedis primaryOf(String key) {
        int slot = JedisClusterCRC16.getSlot(key);
        return nodes.stream()
                .filter(EmbeddedRedis::isRunning)
                .filter(node -> serves(node, slot))
                .findFirst()
                .orElseThrow();
    }

    /** Some primary that has not a key's slot. */
    EmbeddedRedis otherThan(EmbeddedRedis owner) {
        return nodes.subList(0, PRIMARIES).stream()
                .filter(node -> node != owner)
                .findFirst()
                .orElseThrow();
    }

    /** Moves a slot with its keys, one key at a time, as an operator's tool does while clients work. */
    void move(String key, EmbeddedRedis from, EmbeddedRedis to) {
        int slot = JedisClusterCRC16.getSlot(key);
        try (Jedis source = new Jedis(HostAndPort.from(from.address()));
                Jedis target = new Jedis(HostAndPort.from(to.address()))) {
            target.clusterSetSlotImporting(slot, source.clusterMyId());
            source.clusterSetSlotMigrating(slot, target.clusterMyId());
            List<String> keys = source.clusterGetKeysInSlot(slot, 10);
            while (!keys.isEmpty()) {
                keys.forEach(moved -> source.migrate("127.0.0.1", to.port(), moved, 0, 10_000));
                keys = source.clusterGetKeysInSlot(slot, 10);
            }
            String owner = target.clusterMyId();
            target.clusterSetSlotNode(slot, owner);
            source.clusterSetSlotNode(slot, owner);
        }
    }

    @Override
    public void close() {
        nodes.forEach(EmbeddedRedis::close);
    }

    private void shareSlots() {
        int share = SLOTS / PRIMARIES + 1;
        for (int i = 0; i < PRIMARIES; i++) {
            int first = i * share;
            int last = Math.min(first + share, SLOTS) - 1;
            int epoch = i + 1;
            ask(nodes.get(i), node -> node.clusterAddSlotsRange(first, last));
            ask(nodes.get(i), node -> node.clusterSetConfigEpoch(epoch));
        }
    }

    private void meet() {
        for (EmbeddedRedis node : nodes.subList(1, nodes.size())) {
            String bus = ask(node, other -> other.configGet("cluster-port")).getOrDefault("cluster-port", "0");
            CommandArguments meet = new CommandArguments(Command.CLUSTER)
                    .add("MEET")
                    .add("127.0.0.1")
                    .add(node.port())
                    .add(bus);
            ask(nodes.get(0), first -> first.getConnection()
                    .executeCommand(new CommandObject<>(meet, BuilderFactory.STRING)));
        }
    }

    private static void replicate(EmbeddedRedis primary, EmbeddedRedis replica) {
        String id = ask(primary, Jedis::clusterMyId);
        await().atMost(PATIENCE).until(() -> ask(replica, Jedis::clusterNodes).contains(id));
        ask(replica, node -> node.clusterReplicate(id));
        await().atMost(PATIENCE)
                .until(() -> ask(replica, node -> node.info("replication")).contains("master_link_status:up"));
    }

    private static boolean serves(EmbeddedRedis node, int slot) {
        return ask(node, Jedis::clusterNodes)
                .lines()
                .filter(line -> line.contains("myself,master"))
                .flatMap(line -> Arrays.stream(line.split(" ")).skip(8))
                .filter(range -> range.matches("\\d+(-\\d+)?"))
                .map(range -> range.split("-"))
                .anyMatch(range ->
                        Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1]));
    }

    private static <T> T ask(EmbeddedRedis node, Function<Jedis, T> question) {
        try (Jedis jedis = new Jedis(HostAndPort.from(node.address()))) {
            return question.apply(jedis);
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
