package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCodes;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.servers.secured.SecuredRedis;
import io.tidemark.servers.secured.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

/** The way from the hash of an older job in Redis into a store. */
class HashImportIT {

    private static final String URL = Servers.REDIS.uri();

    @SuppressWarnings("NullAway.Init")
    private static RedisClient redis;

    private final String name = "hash-" + UUID.randomUUID();
    private final String group = "job-" + UUID.randomUUID();
    private final InMemoryOffsetStore store = KeptStoreProvider.store(name);

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void connect() {
        redis = RedisClient.create(URL);
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @Test
    void fieldsOfOneTopicAreImported() {
        redis.hset("bs:offset:" + group, Map.of("0", "5", "11", "70"));
        String[] options = {"--hash", "bs:offset:{group}", "--from", URL, "--topic", "orders"};

        Ran dry = importHash(options);
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out()).containsPattern("orders +11 +- +70 ");
        assertThat(stored()).isEmpty();
        Ran ran = executed(options);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("Stored and read back: 2 offsets");
        assertThat(stored()).isEqualTo(Map.of("orders-0", 5L, "orders-11", 70L));
        assertThat(executed(options).err()).contains("Nothing to change");
    }

    @Test
    void fieldsThatNameTheirTopicAreImported() {
        redis.hset("offsets of " + group, Map.of("orders:0", "5", "returns:3", "7"));

        Ran ran = executed("--hash", "offsets of {group}", "--field", "{topic}:{partition}", "--from", URL, "--json");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(stored()).isEqualTo(Map.of("orders-0", 5L, "returns-3", 7L));
    }

    @Test
    void whatIsStoredAlreadyIsNotReplaced() {
        redis.hset("bs:offset:" + group, Map.of("0", "5", "1", "6"));
        store.initialize(new GroupId(group), Map.of(new TopicPartition("orders", 0), StoredOffset.of(9)));
        String[] options = {"--hash", "bs:offset:{group}", "--from", URL, "--topic", "orders"};

        Ran refused = executed(options);

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).contains("the store holds something else already, orders-0 at 9");
        assertThat(stored()).isEqualTo(Map.of("orders-0", 9L));
    }

    @Test
    void badValuesAreNamedAndNothingIsWritten() {
        redis.hset("bs:offset:" + group, Map.of("0", "5", "1", "six", "2", "-7"));

        Ran refused = executed("--hash", "bs:offset:{group}", "--from", URL, "--topic", "orders");

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(refused.err())
                .hasLineCount(1)
                .contains("field '1' of hash 'bs:offset:" + group + "' holds 'six'")
                .contains("field '2' of hash 'bs:offset:" + group + "' holds '-7'");
        assertThat(stored()).isEmpty();
    }

    @Test
    void aHashThatMovesWhileItIsImportedIsReported() {
        redis.hset("bs:offset:" + group, Map.of("0", "5"));
        String url = KeptStoreProvider.running(name, () -> redis.hset("bs:offset:" + group, "0", "6"));

        Ran ran = importHash(
                "--hash", "bs:offset:{group}", "--from", URL, "--topic", "orders", "--store", url, "--execute");

        assertThat(ran.exitCode()).isEqualTo(ExitCodes.UNKNOWN);
        assertThat(ran.err()).contains("the hash changed while they were imported: the older job still runs");
        assertThat(stored()).isEqualTo(Map.of("orders-0", 5L));
    }

    @Test
    void theHashIsReadOverTlsWithALogin() throws IOException {
        TestCertificate certificate = TestCertificate.in(folder, "trusted");
        try (SecuredRedis server = new SecuredRedis(certificate);
                Jedis client = new Jedis(HostAndPort.from(server.server().address()))) {
            client.hset("bs:offset:" + group, Map.of("0", "5"));
            client.aclSetUser("reader", "on", ">secret", "+hgetall", "%R~bs:offset:*");
            Files.writeString(folder.resolve("password"), "secret\n");
            Path settings = Files.writeString(
                    folder.resolve("redis.properties"),
                    "url=rediss://localhost:" + server.tlsPort() + "\nuser=reader\npassword=file:"
                            + folder.resolve("password") + "\ntrust-store=" + certificate.trustStore()
                            + "\ntrust-store-password=" + certificate.password() + "\n");
            String[] options = {"--hash", "bs:offset:{group}", "--from-config", settings.toString(), "--topic", "orders"
            };

            Ran ran = executed(options);
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(stored()).isEqualTo(Map.of("orders-0", 5L));

            Files.writeString(folder.resolve("password"), "not secret\n");
            Ran refused = executed(options);
            assertThat(refused.exitCode()).isEqualTo(ExitCodes.FAILED);
            assertThat(refused.err()).hasLineCount(1).contains("WRONGPASS").doesNotContain("not secret");
        }
    }

    private Ran executed(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--execute");
        return importHash(all.toArray(String[]::new));
    }

    private Ran importHash(String... options) {
        List<String> arguments = new ArrayList<>(List.of("import", "--group", group));
        arguments.addAll(List.of(options));
        return Ran.command(
                Map.of("TIDEMARK_STORE", "kept://" + name), Clock.systemUTC(), arguments.toArray(String[]::new));
    }

    private Map<String, Long> stored() {
        Map<String, Long> stored = new TreeMap<>();
        store.load(new GroupId(group)).forEach((partition, entry) -> stored.put(partition.toString(), entry.offset()));
        return stored;
    }
}
