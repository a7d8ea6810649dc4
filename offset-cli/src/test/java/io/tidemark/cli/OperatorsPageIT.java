package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.Table;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.ClusterLogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * Runs every command of the tool's page, in its order, and compares what it shows. With
 * {@code -Dtidemark.page.write=true} the page is given what the commands print now.
 */
class OperatorsPageIT {

    private static final Path PAGE = Path.of("..", "docs", "operators-tool.md");
    private static final Pattern HOOK = Pattern.compile("<!-- test: (.*) -->");
    private static final Pattern TITLES = Pattern.compile("[A-Z-]+( {2,}[A-Z-]+)+");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final GroupId GROUP = new GroupId("recharge");

    @TempDir
    private Path folder = Path.of("");

    private Path config = Path.of("");
    private Clock clock = Clock.systemUTC();
    private int exitCode;
    private String moment = "";
    private String momentOnPage = "(none yet)";

    @Test
    void everyCommandOfThePageDoesWhatThePageShows() throws IOException {
        String page = Files.readString(PAGE);
        String shown = replay(page.lines().toList());
        if (Boolean.getBoolean("tidemark.page.write")) {
            Files.writeString(PAGE, shown);
        }
        assertThat(shown).isEqualTo(page);
    }

    private String replay(List<String> page) throws IOException {
        List<String> shown = new ArrayList<>();
        boolean inConsole = false;
        for (String line : page) {
            Matcher hook = HOOK.matcher(line);
            if (hook.matches()) {
                prepare(hook.group(1));
            }
            if (line.equals("```console")) {
                inConsole = true;
                shown.add(line);
            } else if (inConsole && line.equals("```")) {
                inConsole = false;
                shown.add(line);
            } else if (!inConsole) {
                shown.add(line);
            } else if (line.startsWith("$ ")) {
                shown.add(line);
                shown.addAll(run(line.substring(2)));
            }
        }
        return String.join("\n", shown) + "\n";
    }

    private List<String> run(String command) {
        if (command.equals("echo $?")) {
            return List.of(String.valueOf(exitCode));
        }
        assertThat(command).startsWith("tidemark ");
        String[] arguments =
                List.of(command.split(" ", -1)).stream().skip(1).map(this::real).toArray(String[]::new);
        Ran ran = Ran.command(
                Map.of(
                        "TIDEMARK_STORE", real("mysql://db:3306/offsets"),
                        "TIDEMARK_STORE_CONFIG", config.toString(),
                        "TIDEMARK_BOOTSTRAP_SERVER", Servers.KAFKA.bootstrapServers()),
                clock,
                arguments);
        exitCode = ran.exitCode();
        List<String> lines = new ArrayList<>();
        lines.addAll(onPage(ran.out()));
        lines.addAll(onPage(ran.err()));
        return lines;
    }

    private String real(String argument) {
        return argument.replace("mysql://db:3306", "mysql://" + Servers.MYSQL.address())
                .replace("zk:2181", Servers.ZOOKEEPER.address())
                .replace("redis://redis:6379", Servers.REDIS.uri())
                .replace("/tmp/", folder + "/")
                .replace("/etc/tidemark/store", config.toString())
                .replace(momentOnPage, moment);
    }

    /** What is another each time becomes what the page shows. */
    private List<String> onPage(String text) {
        List<String> lines = text.replace(Servers.MYSQL.address(), "db:3306")
                .replace(Servers.ZOOKEEPER.address(), "zk:2181")
                .replace(folder + "/", "/tmp/")
                .replaceAll("20[0-9-]{8}T[0-9:.]+Z", "2026-03-01T14:05:12.806605Z")
                .replaceAll("topic id [A-Za-z0-9_-]{22}", "topic id hT8pQwkYn3Q2xqTg1F0aZw")
                .replaceAll("( |\")[A-Za-z0-9_-]{22}(?=\"|\\s)", "$1hT8pQwkYn3Q2xqTg1F0aZw")
                .replaceAll("tidemark-tool:[^ ,\"]+", "tidemark-tool:ops@bastion:2114:m8w4pz")
                .lines()
                .toList();
        if (lines.isEmpty() || !TITLES.matcher(lines.get(0)).matches()) {
            return lines;
        }
        Table table = new Table(cells(lines.get(0)));
        lines.stream().skip(1).forEach(line -> table.row((Object[]) cells(line)));
        return table.lines();
    }

    private static String[] cells(String line) {
        return line.strip().split(" {2,}", -1);
    }

    private void prepare(String what) throws IOException {
        String[] words = what.split(" ", -1);
        switch (words[0]) {
            case "begin" -> begin();
            case "expire" -> Servers.expire(words[1], Integer.parseInt(words[2]), Long.parseLong(words[3]));
            case "hash" -> hash(words);
            case "later" -> clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
            default -> rememberWhenWriteWasStored(words[0], Long.parseLong(words[4]));
        }
    }

    /** A driver has read the most of a topic. */
    private void begin() throws IOException {
        Servers.sql("CREATE DATABASE IF NOT EXISTS offsets");
        config = Files.writeString(
                folder.resolve("store"),
                "layout=own\nuser=" + Servers.MYSQL.user() + "\npassword=" + Servers.MYSQL.password() + "\n");
        Servers.KAFKA.createTopic("orders", 2);
        Servers.produce("orders", 2, 0, 1000);
        TopicIdentity identity = new ClusterLogReader(
                        Servers.admin(), IsolationLevel.READ_UNCOMMITTED, Duration.ofSeconds(30))
                .identities(Set.of("orders"))
                .values()
                .iterator()
                .next();
        try (OpenOffsetStore store = Servers.open(real("mysql://db:3306/offsets?layout=own"))) {
            store.store()
                    .initialize(
                            GROUP, Map.of(FIRST, StoredOffset.of(0, identity), SECOND, StoredOffset.of(0, identity)));
            store.store().recordGovernor(GROUP, Governor.store());
            store.store().commit(commit(0, 400, 0, 400));
            store.store().commit(commit(400, 480, 400, 450));
        }
    }

    /** A hash that an older job has left: its key, then fields and values in turn. */
    private static void hash(String[] words) {
        try (RedisClient redis = RedisClient.create(Servers.REDIS.uri())) {
            for (int field = 2; field < words.length; field += 2) {
                redis.hset(words[1], words[field], words[field + 1]);
            }
        }
    }

    private static OffsetCommit commit(long from, long until, long secondFrom, long secondUntil) {
        return new OffsetCommit(
                GROUP,
                List.of(new PartitionRange(FIRST, from, until), new PartitionRange(SECOND, secondFrom, secondUntil)));
    }

    private void rememberWhenWriteWasStored(String onPage, long number) throws IOException {
        Ran ran = Ran.command(
                Map.of(),
                clock,
                "history",
                "--store",
                real("mysql://db:3306/offsets"),
                "--store-config",
                config.toString(),
                "--group",
                "recharge",
                "--json");
        Json.MAPPER.readTree(ran.out()).path("writes").forEach(write -> {
            if (write.path("number").asLong() == number) {
                moment = write.path("storedAt").asText();
            }
        });
        momentOnPage = onPage;
    }
}
