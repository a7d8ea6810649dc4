package io.tidemark.metrics.redis.internal.server;

import io.tidemark.offset.spi.Diagnosis;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Examines a Redis server: version, role, memory, persistence, permissions, clock. With a cluster, it examines the node
 * that the client chooses.
 */
public final class ServerExamination {

    private static final int OLDEST_VERSION = 7;
    private static final double NEARLY_FULL = 0.9;
    private static final List<String> COMMANDS = List.of("EVALSHA", "EVAL", "HSET", "HGETALL");

    private final UnifiedJedis client;
    private final Clock clock;
    private final List<Diagnosis> found = new ArrayList<>();

    private ServerExamination(UnifiedJedis client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Examines the server.
     *
     * @param key a key that this client writes, for the check of its permissions
     * @throws JedisException if the server does not answer, or refuses the connection
     */
    public static List<Diagnosis> of(UnifiedJedis client, String key, Clock clock) {
        ServerExamination examination = new ServerExamination(client, clock);
        examination.section("server", examination::version);
        examination.section("replication", examination::role);
        examination.section("memory", examination::memory);
        examination.section("persistence", examination::persistence);
        examination.permissions(key);
        examination.clock();
        return List.copyOf(examination.found);
    }

    private interface Check {
        void run(Map<String, String> values);
    }

    private void section(String name, Check check) {
        try {
            check.run(Info.parse(client.info(name)));
        } catch (JedisConnectionException e) {
            throw e;
        } catch (JedisException e) {
            unchecked("INFO " + name, e);
        }
    }

    private void version(Map<String, String> server) {
        String version = server.getOrDefault("redis_version", "unknown");
        int major = version.matches("\\d+\\..*") ? Integer.parseInt(version.replaceFirst("\\..*", "")) : OLDEST_VERSION;
        found.add(
                major < OLDEST_VERSION
                        ? Diagnosis.problem("version " + version + " is too old", remedy(RedisRemedies.VERSION))
                        : Diagnosis.ok("version " + version));
    }

    private void role(Map<String, String> replication) {
        if (!replication.getOrDefault("role", "master").equals("slave")) {
            found.add(Diagnosis.ok("it is a primary, and accepts writes"));
            return;
        }
        found.add(Diagnosis.problem(
                "it is a replica of " + replication.get("master_host") + ":" + replication.get("master_port")
                        + " and refuses writes",
                remedy("READONLY")));
    }

    private void memory(Map<String, String> memory) {
        String policy = memory.getOrDefault("maxmemory_policy", "noeviction");
        long limit = number(memory, "maxmemory");
        long used = number(memory, "used_memory");
        if (limit > 0 && !policy.equals("noeviction")) {
            found.add(Diagnosis.problem(
                    "it may evict keys: maxmemory-policy is " + policy + " and maxmemory " + limit + " bytes",
                    "Set maxmemory-policy to noeviction. Otherwise metrics and the ledger can disappear without a"
                            + " message"));
        } else if (limit > 0 && used > limit) {
            found.add(Diagnosis.problem(
                    "its memory is full: " + used + " of " + limit + " bytes are used", remedy("OOM")));
        } else if (limit > 0 && used > NEARLY_FULL * limit) {
            found.add(Diagnosis.warning(
                    "its memory is nearly full: " + used + " of " + limit + " bytes are used", remedy("OOM")));
        } else {
            found.add(Diagnosis.ok(
                    used + " bytes of memory are used, " + (limit > 0 ? "of " + limit : "without a limit")));
        }
    }

    private void persistence(Map<String, String> persistence) {
        if (persistence.getOrDefault("loading", "0").equals("1")) {
            found.add(Diagnosis.problem("it reads its data after a start", remedy("LOADING")));
        } else if (persistence.getOrDefault("rdb_last_bgsave_status", "ok").equals("err")
                || persistence.getOrDefault("aof_last_write_status", "ok").equals("err")) {
            found.add(Diagnosis.problem("it could not save its data to disk", remedy("MISCONF")));
        } else if (persistence.getOrDefault("aof_enabled", "0").equals("0")) {
            found.add(Diagnosis.warning(
                    "appendonly is no: after a crash it has the data of its last snapshot",
                    "Set appendonly to yes. Otherwise a job counts again from the ledger of the snapshot, which"
                            + " takes as"
                            + " long as Kafka keeps the records"));
        } else {
            found.add(Diagnosis.ok("it writes an append-only file"));
        }
    }

    /** Asks the server whether it would allow the commands, without running them. */
    private void permissions(String key) {
        try {
            String user = text(command(Command.ACL, "WHOAMI"));
            List<String> denied = new ArrayList<>();
            for (String command : COMMANDS) {
                denial(user, command, key).ifPresent(reason -> denied.add(command + " (" + reason + ")"));
            }
            found.add(
                    denied.isEmpty()
                            ? Diagnosis.ok("user " + user + " may write the keys of this group")
                            : Diagnosis.problem(
                                    "user " + user + " may not use " + String.join(", ", denied),
                                    remedy(RedisRemedies.PERMISSION)));
        } catch (JedisConnectionException e) {
            throw e;
        } catch (JedisException e) {
            unchecked("ACL DRYRUN", e);
        }
    }

    private Optional<String> denial(String user, String command, String key) {
        Object answer =
                switch (command) {
                    case "EVALSHA", "EVAL" -> command(Command.ACL, "DRYRUN", user, command, "return 1", "1", key);
                    case "HSET" -> command(Command.ACL, "DRYRUN", user, command, key, "field", "value");
                    default -> command(Command.ACL, "DRYRUN", user, command, key);
                };
        return Optional.of(text(answer)).filter(text -> !text.equals("OK"));
    }

    private void clock() {
        try {
            if (command(Command.TIME) instanceof List<?> time && !time.isEmpty()) {
                found.add(Diagnosis.ofClock(Instant.ofEpochSecond(Long.parseLong(text(time.get(0)))), clock));
            }
        } catch (JedisConnectionException e) {
            throw e;
        } catch (JedisException e) {
            unchecked("TIME", e);
        }
    }

    private void unchecked(String command, JedisException failure) {
        found.add(Diagnosis.ok("not checked: " + command + " failed, " + RedisRemedies.words(failure)));
    }

    private Object command(Command command, String... arguments) {
        CommandArguments all = new CommandArguments(command);
        for (String argument : arguments) {
            all.add(argument);
        }
        return client.executeCommand(new CommandObject<>(all, BuilderFactory.RAW_OBJECT));
    }

    private static String remedy(String code) {
        return RedisRemedies.TABLE.of(code).orElse("");
    }

    private static long number(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "0");
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }

    private static String text(Object answer) {
        return answer instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(answer);
    }
}
