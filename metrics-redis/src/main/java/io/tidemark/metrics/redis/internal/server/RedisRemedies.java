package io.tidemark.metrics.redis.internal.server;

import io.tidemark.offset.spi.Remedies;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The remedy for each kind of error that Redis answers with, and for the errors of its client. All messages of this
 * module take their advice from this table. For other errors, messages show only the server's own text.
 */
public final class RedisRemedies {

    static final String CONNECTION = "connection";
    static final String COMMAND = "unknown command";
    static final String PERMISSION = "NOPERM";
    static final String VERSION = "version";

    /** The first word of an error, such as READONLY, or a name from {@link #PHRASES}. */
    static final Remedies TABLE = Remedies.builder()
            .add(
                    "READONLY",
                    "This server is a replica. Give the client the address of the primary, which INFO replication shows as"
                            + " master_host, or use a client for Sentinel or Redis Cluster, which follows a failover")
            .add(
                    "OOM",
                    "The server's memory is full. Raise maxmemory, or set shorter retention times; keep maxmemory-policy"
                            + " at noeviction")
            .add(
                    "MISCONF",
                    "The server cannot save its data to disk. Its log and INFO persistence show why. Free disk space, or"
                            + " correct the directory (dir) and its permissions; writes work again after the next"
                            + " successful BGSAVE or write to the append-only file")
            .add(
                    "NOREPLICAS",
                    "Fewer replicas are connected than min-replicas-to-write requires. Start the missing replicas, or"
                            + " lower min-replicas-to-write")
            .add(
                    "LOADING",
                    "The server reads its data after a start. Start again when INFO persistence shows loading:0")
            .add(
                    "BUSY",
                    "Another script runs longer than busy-reply-threshold. Wait until it ends, or end it with SCRIPT KILL")
            .add(
                    "CLUSTERDOWN",
                    "The cluster does not serve all of its slots. CLUSTER INFO and CLUSTER NODES show which; start the"
                            + " nodes that are missing, or assign the slots to other nodes")
            .add(
                    "MOVED",
                    "The server is a node of a Redis Cluster. Use a client for Redis Cluster instead of one for a single"
                            + " server")
            .add(
                    "ASK",
                    "The server is a node of a Redis Cluster. Use a client for Redis Cluster instead of one for a single"
                            + " server")
            .add("TRYAGAIN", "Redis Cluster moves this slot to another node. Start again when the move has ended")
            .add(
                    "MASTERDOWN",
                    "This server is a replica without a connection to its primary, and replica-serve-stale-data is no."
                            + " Give the client the address of the primary, or restore the replica's connection")
            .add("NOAUTH", "Give the client a user and a password, as in redis://user:password@host:port")
            .add(
                    "WRONGPASS",
                    "Correct the client's user and password. ACL LIST shows whether the user exists and is on")
            .add(
                    PERMISSION,
                    "Grant the Redis user the commands and keys that docs/redis-layout.md lists, with ACL SETUSER")
            .add(
                    "DENIED",
                    "The server is in protected mode. Set a password on the server, or set protected-mode to no if its"
                            + " network is trusted")
            .add(
                    "WRONGTYPE",
                    "Another program wrote this key. Give the sink another key prefix (keyPrefix), or move the key away"
                            + " with RENAME")
            .add("NOSCRIPT", "The server has dropped its scripts. Start again: the script is sent with its text")
            .add(
                    COMMAND,
                    "The sink needs the commands that docs/redis-layout.md lists. Remove the line rename-command for this"
                            + " command from the server's configuration and restart the server")
            .add(VERSION, "Use Redis 7 or later, or Valkey")
            .add(
                    "max number of clients",
                    "All connections of the server are in use. Raise maxclients, or close clients that are not needed"
                            + " (CLIENT LIST shows them)")
            .add(
                    "no password configured",
                    "The server has no password for this user. Leave the password out of the client's settings, or set one"
                            + " on the server")
            .add(
                    "DB index",
                    "Use the number of a database that the server has (setting databases); a cluster has only 0")
            .add(
                    "pool",
                    "All connections of the client's pool are in use. Raise maxTotal of the pool, or give the sink a client"
                            + " of its own")
            .add(
                    CONNECTION,
                    "Check that the server runs, that its address and port are right, and that the client uses TLS"
                            + " (rediss://) if and only if the server's port does")
            .build();

    /** Errors that only their text identifies. */
    private static final Map<String, Pattern> PHRASES = phrases();

    private static final Pattern CODE = Pattern.compile("^-?([A-Z]+)\\b.*", Pattern.DOTALL);
    private static final int DEEPEST = 20;

    private RedisRemedies() {}

    private static Map<String, Pattern> phrases() {
        Map<String, Pattern> phrases = new LinkedHashMap<>();
        phrases.put(COMMAND, Pattern.compile("^ERR [Uu]nknown (Redis )?command"));
        phrases.put("max number of clients", Pattern.compile("^ERR max number of clients"));
        phrases.put("no password configured", Pattern.compile("without any password configured"));
        phrases.put(
                "DB index", Pattern.compile("^ERR (DB index is out of range|SELECT is not allowed in cluster mode)"));
        phrases.put("pool", Pattern.compile("pool is exhausted"));
        return phrases;
    }

    /** The row of the table for an error's text. */
    static String code(String text) {
        for (Map.Entry<String, Pattern> phrase : PHRASES.entrySet()) {
            if (phrase.getValue().matcher(text).find()) {
                return phrase.getKey();
            }
        }
        return CODE.matcher(text).replaceFirst("$1");
    }

    /** The advice for a row: a sentence behind a full stop, or nothing if the table has no such row. */
    public static String advice(String code) {
        return TABLE.of(code).map(remedy -> ". " + remedy).orElse("");
    }

    /** The advice for an exception of the client: that of the first cause in the table. */
    public static String advice(Throwable failure) {
        boolean connection = false;
        int depth = 0;
        for (@Nullable Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            Optional<String> known = Optional.ofNullable(cause.getMessage())
                    .map(RedisRemedies::code)
                    .filter(code -> TABLE.of(code).isPresent());
            if (known.isPresent()) {
                return advice(known.get());
            }
            connection |= cause instanceof JedisConnectionException;
        }
        return connection ? advice(CONNECTION) : "";
    }

    /** The messages of an exception and its causes, each once. */
    public static String words(Throwable failure) {
        Set<String> words = new LinkedHashSet<>();
        int depth = 0;
        for (@Nullable Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            addWords(words, cause);
            // the reasons of a client that tried several addresses
            for (Throwable reason : cause.getSuppressed()) {
                addWords(words, reason);
            }
        }
        return String.join(": ", words);
    }

    private static void addWords(Set<String> words, Throwable one) {
        String text = one.getMessage() == null ? one.getClass().getSimpleName() : one.getMessage();
        if (words.stream().noneMatch(earlier -> earlier.contains(text))) {
            words.add(text.replaceFirst("\\.$", ""));
        }
    }
}
