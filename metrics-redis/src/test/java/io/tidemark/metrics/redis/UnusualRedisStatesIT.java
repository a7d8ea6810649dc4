package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestRedis;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * A server in each of the states that its documentation describes and a job does not expect. Each test asserts the
 * message, follows its advice, and sees the sink write the same batch.
 */
@Tag("long")
class UnusualRedisStatesIT {

    private static final String PASSWORD = "correct-horse";

    private static final TestRedis SERVER = TestRedis.start(
            ServerSetup.standard().setting("enable-protected-configs", "yes").setting("save", "3600 1000000"));

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RedisClient admin = Fixture.client(SERVER);
    private final Fixture fixture = Fixture.on(admin);

    @BeforeEach
    void start() {
        fixture.start().write(0, 1, orders("755", 1));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        admin.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    @EmbeddedOnly("two servers that reach each other")
    void aReplicaLeadsToItsPrimary() {
        RedisClient replica = replica();
        Fixture wrong = fixture.through(replica);

        assertRefused(wrong, "READONLY", "This server is a replica", "master_host");

        Map<String, String> replication = info(replica, "replication");
        RedisClient primary = open(RedisClient.create(
                URI.create("redis://" + replication.get("master_host") + ":" + replication.get("master_port"))));
        assertWrites(fixture.through(primary));
    }

    @Test
    @EmbeddedOnly("two servers that reach each other")
    void aReplicaWithoutItsPrimaryThatServesNoStaleData() {
        RedisClient replica = replica();
        replica.configSet("replica-serve-stale-data", "no");
        replica.executeCommand(
                new CommandArguments(Command.REPLICAOF).add("127.0.0.1").add(1));

        assertRefused(fixture.through(replica), "MASTERDOWN", "Give the client the address of the primary");
        assertUnreadable(fixture.through(replica), "MASTERDOWN", "Give the client the address of the primary");

        assertWrites(fixture);
    }

    @Test
    void aFullMemory() {
        admin.configSet("maxmemory", "1");

        assertRefused(fixture, "OOM command not allowed", "Raise maxmemory");

        admin.configSet("maxmemory", "0");
        assertWrites(fixture);
    }

    @Test
    void aDiskThatCannotBeWritten() {
        String file = admin.configGet("dbfilename").get("dbfilename");
        // the directory of the append-only file is there, so that no dump can be moved to its name
        admin.configSet("dbfilename", admin.configGet("appenddirname").get("appenddirname"));
        save("err");

        assertRefused(fixture, "MISCONF", "The server cannot save its data to disk", "BGSAVE");

        admin.configSet("dbfilename", Objects.requireNonNull(file));
        save("ok");
        assertWrites(fixture);
    }

    @Test
    void fewerReplicasThanTheServerRequires() {
        admin.configSet("min-replicas-to-write", "1");

        assertRefused(fixture, "NOREPLICAS", "lower min-replicas-to-write");

        admin.configSet("min-replicas-to-write", "0");
        assertWrites(fixture);
    }

    @Test
    void aCommandOfTheScriptThatIsRenamed() {
        TestRedis renaming = open(TestRedis.start(ServerSetup.standard().setting("rename-command", "TIME \"\"")));
        Fixture without = Fixture.on(open(Fixture.client(renaming)));

        OffsetStoreException refused = failure(without::start);

        assertThat(refused)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContainingAll(
                        "Redis at 127.0.0.1:" + renaming.port(),
                        "the server does not have the command TIME",
                        "Invalid command passed to redis.acl_check_cmd()",
                        "nothing was written",
                        "Remove the line rename-command for this command");
        // the standard configuration has no such line
        assertWrites(fixture);
    }

    @Test
    void aCommandOfTheClientThatIsRenamed() {
        TestRedis renaming = open(TestRedis.start(ServerSetup.standard().setting("rename-command", "EVALSHA \"\"")));
        Fixture without = Fixture.on(open(Fixture.client(renaming)));

        assertThat(failure(without::start))
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContainingAll("unknown command 'EVALSHA'", "Remove the line rename-command");
        assertWrites(fixture);
    }

    @Test
    void aUserWhoMayNotCallACommand() {
        Fixture limited = fixture.through(user("limited", "~*", "+@all", "-time"));

        assertRefused(limited, "may not call TIME", "docs/redis-layout.md", "ACL SETUSER");

        change("limited", "+time");
        assertWrites(limited);
    }

    @Test
    void aUserWhoMayReadAKeyAndNotWriteIt() {
        Fixture limited = fixture.through(
                user("reader", "%R~*", "%W~*:ledger", "%W~*:state", "%W~*:kinds", "%W~*:days", "%W~*:all:*", "+@all"));
        var before = fixture.everything();

        assertRefused(limited, "NOPERM", "no permissions to access one of the keys", "docs/redis-layout.md");

        assertThat(fixture.everything()).isEqualTo(before);
        change("reader", "~" + fixture.settings().keyPrefix() + ":*");
        assertWrites(limited);
    }

    @Test
    void aServerWithAPasswordAndAClientWithout() {
        change("default", "resetpass", ">" + PASSWORD);
        try {
            // a connection made before stays logged in
            RedisClient late = client(SERVER, DefaultJedisClientConfig.builder());

            assertRefused(fixture.through(late), "NOAUTH", "Give the client a user and a password");

            assertWrites(fixture.through(
                    client(SERVER, DefaultJedisClientConfig.builder().password(PASSWORD))));
        } finally {
            client(SERVER, DefaultJedisClientConfig.builder().password(PASSWORD))
                    .executeCommand(RedisUser.setting("default", "nopass"));
        }
    }

    @Test
    void aWrongPasswordAndAUserWhoIsOff() {
        user("job", "~*", "+@all");
        RedisClient wrong =
                client(SERVER, DefaultJedisClientConfig.builder().user("job").password("wrong"));

        assertRefused(fixture.through(wrong), "WRONGPASS", "Correct the client's user and password", "ACL LIST");
        change("job", "off");
        Fixture right = fixture.through(
                client(SERVER, DefaultJedisClientConfig.builder().user("job").password(PASSWORD)));
        assertRefused(right, "WRONGPASS", "whether the user exists and is on");

        change("job", "on");
        assertWrites(right);
    }

    @Test
    void aServerWithoutFreeConnections() {
        String before = admin.configGet("maxclients").get("maxclients");
        admin.configSet("maxclients", "1");
        Fixture late = fixture.through(client(SERVER, DefaultJedisClientConfig.builder()));

        assertRefused(late, "max number of clients reached", "Raise maxclients");

        admin.configSet("maxclients", Objects.requireNonNull(before));
        assertWrites(late);
    }

    @Test
    void aServerThatIsBusyWithTheScriptOfAnother() throws Exception {
        admin.configSet("busy-reply-threshold", "1");
        RedisClient patient = client(SERVER, DefaultJedisClientConfig.builder().socketTimeoutMillis(60_000));
        CompletableFuture<Object> other =
                CompletableFuture.supplyAsync(() -> patient.eval("while true do redis.call('PING') end"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> failure(() -> fixture.write(9, 10)).getMessage(), text -> String.valueOf(text)
                        .contains("BUSY"));

        assertRefused(fixture, "BUSY", "end it with SCRIPT KILL");

        admin.scriptKill("any");
        assertThat(other).failsWithin(30, TimeUnit.SECONDS);
        assertWrites(fixture);
    }

    @Test
    void aKeyOfAnotherProgram() {
        String key = fixture.key("day:orders:2026-01-31");
        admin.rename(key, "backup");
        admin.set(key, "another program's");

        assertRefused(fixture, "key " + key, "WRONGTYPE", "move the key away with RENAME");

        admin.rename(key, "moved-away");
        assertThat(admin.get("moved-away")).isEqualTo("another program's");
        assertWrites(fixture);
    }

    @Test
    void aValueThatAnotherProgramChanged() {
        String key = fixture.key("day:orders:2026-01-31");
        admin.hset(key, "city=755", "many");

        assertRefused(fixture, key, "holds 'many'", "set it to the value that it had");

        admin.hset(key, "city=755", "1");
        assertWrites(fixture);
    }

    @Test
    void dataOfALaterVersion() {
        admin.hset(fixture.key("state"), "layout", "9");

        assertRefused(fixture, "has layout version 9, this program writes version 3", "another key prefix (keyPrefix)");
        assertUnreadable(fixture, "they have layout version 9", "use the version of Tidemark that wrote them");

        assertWrites(Fixture.on(admin).start(), 0);
    }

    @Test
    void aClusterThatServesNotAllSlots() {
        TestRedis node = open(TestRedis.start(ServerSetup.standard().setting("cluster-enabled", "yes")));
        RedisClient single = open(Fixture.client(node));
        Fixture inCluster = Fixture.on(single);

        assertThat(failure(inCluster::start)).hasMessageContainingAll("CLUSTERDOWN", "assign the slots");

        single.executeCommand(new CommandArguments(Command.CLUSTER)
                .add("ADDSLOTSRANGE")
                .add(0)
                .add(16_383));
        await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> inCluster.start() == inCluster);
        assertWrites(inCluster, 0);
    }

    @Test
    void aServerThatDoesNotRun() {
        TestRedis stopped = TestRedis.start();
        int port = stopped.port();
        stopped.close();
        RedisClient away = open(RedisClient.create("127.0.0.1", port));

        assertRefused(
                fixture.through(away),
                "Redis at 127.0.0.1:" + port,
                "Connection refused",
                "Check that the server runs, that its address and port are right");
        assertUnreadable(fixture.through(away), "Redis at 127.0.0.1:" + port, "Connection refused");

        assertWrites(fixture);
    }

    /** Writes the second batch, and sees it counted once. */
    private static void assertWrites(Fixture working) {
        assertWrites(working, 1);
    }

    private static void assertWrites(Fixture working, long from) {
        working.write(from, 2, orders("755", 2 - from));
        assertThat(working.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(2)));
        assertThat(working.ledger()).isEqualTo(2);
    }

    private static void assertRefused(Fixture refusing, String... parts) {
        OffsetStoreException refused = failure(() -> refusing.write(1, 2, orders("755", 1)));
        assertThat(refused)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .isNotInstanceOf(OffsetConflictException.class)
                .hasMessageStartingWith("Cannot write a batch of group recharge to Redis at 127.0.0.1:")
                .hasMessageContaining("nothing was written")
                .hasMessageContainingAll(parts)
                .satisfies(failure -> assertThat(
                                String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT))
                        .doesNotContain("remove the key"));
    }

    private static void assertUnreadable(Fixture unreadable, String... parts) {
        assertThat(failure(() -> unreadable.totals("orders")))
                .hasMessageContaining("Redis at 127.0.0.1:")
                .hasMessageContainingAll(parts);
    }

    private static OffsetStoreException failure(Runnable call) {
        OffsetStoreException failure = catchThrowableOfType(OffsetStoreException.class, call::run);
        assertThat(failure).as("the call's failure").isNotNull();
        return failure;
    }

    private void save(String outcome) {
        admin.executeCommand(new CommandArguments(Command.BGSAVE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> outcome.equals(info(admin, "persistence").get("rdb_last_bgsave_status")));
    }

    private static Map<String, String> info(RedisClient client, String section) {
        Map<String, String> values = new HashMap<>();
        client.info(section).lines().filter(line -> line.contains(":")).forEach(line -> {
            int colon = line.indexOf(':');
            values.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        return values;
    }

    /** A second server that follows the shared one. */
    private RedisClient replica() {
        TestRedis second = open(TestRedis.start());
        RedisClient client = open(Fixture.client(second));
        client.executeCommand(
                new CommandArguments(Command.REPLICAOF).add("127.0.0.1").add(SERVER.port()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "up".equals(info(client, "replication").get("master_link_status")));
        return client;
    }

    /** A client of a new user of the shared server. */
    private RedisClient user(String name, String... rules) {
        change(name, "reset", "on", ">" + PASSWORD);
        change(name, rules);
        opened.add(() -> admin.executeCommand(
                new CommandArguments(Command.ACL).add("DELUSER").add(name)));
        return client(SERVER, DefaultJedisClientConfig.builder().user(name).password(PASSWORD));
    }

    private void change(String user, String... rules) {
        admin.executeCommand(RedisUser.setting(user, rules));
    }

    private RedisClient client(TestRedis server, DefaultJedisClientConfig.Builder config) {
        RedisClient client = RedisClient.builder()
                .hostAndPort(HostAndPort.from(server.address()))
                .clientConfig(config.build())
                .build();
        return open(client);
    }

    private <T extends AutoCloseable> T open(T one) {
        opened.add(0, one);
        return one;
    }
}
