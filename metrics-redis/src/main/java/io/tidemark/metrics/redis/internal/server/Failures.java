package io.tidemark.metrics.redis.internal.server;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import java.util.List;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Converts exceptions of the client to exceptions of a sink, and separates known from unknown outcomes. */
public final class Failures {

    private Failures() {}

    public static OffsetStoreException ofRead(String what, GroupId group, ServerName server, JedisException cause) {
        keepInterrupt(cause);
        return new OffsetStoreException(
                "Cannot read " + what + " of group " + group + " from " + server + ": " + RedisRemedies.words(cause)
                        + RedisRemedies.advice(cause),
                cause);
    }

    /**
     * The outcome of a failed write. It is known not applied if it was never sent, or was sent once and answered with
     * an error, because the scripts find errors before they write.
     *
     * @param sendings how often the client started to send it
     */
    public static OffsetStoreException ofWrite(
            String what,
            GroupId group,
            List<PartitionRange> ranges,
            int sendings,
            ServerName server,
            JedisException cause) {
        keepInterrupt(cause);
        boolean answered = cause instanceof JedisDataException && !fromWithinScript(cause);
        if (sendings == 1 && isTooLarge(cause)) {
            return new BatchTooLargeException(
                    "Cannot write " + what + " of group " + group + " to " + server + ": " + RedisRemedies.words(cause)
                            + "; nothing was written. The server's limit is proto-max-bulk-len for one value, and the"
                            + " number of arguments for one call: raise the one, or lower maxWriteSize for the other",
                    cause);
        }
        if (sendings == 0 || (sendings == 1 && answered)) {
            return new OffsetStoreException(
                    "Cannot write " + what + " of group " + group + " to " + server + ": " + RedisRemedies.words(cause)
                            + "; nothing was written" + RedisRemedies.advice(cause),
                    cause);
        }
        return new CommitOutcomeUnknownException(
                group, ranges, describe(what, server) + " (" + RedisRemedies.words(cause) + ")", cause);
    }

    /**
     * A write that the client has sent again by itself, and that is in conflict or refused now: its first sending may
     * have been applied, followed by another batch.
     */
    public static OffsetStoreException ofRepeatedWrite(
            String what, GroupId group, List<PartitionRange> ranges, ServerName server) {
        return new CommitOutcomeUnknownException(
                group, ranges, describe(what, server) + " (the client has sent it more than once)", null);
    }

    private static String describe(String what, ServerName server) {
        return "the write of " + what + " to " + server;
    }

    /** The server did not read the whole request, so it did not run it. */
    private static boolean isTooLarge(JedisException cause) {
        String words = String.valueOf(cause.getMessage());
        return words.contains("Protocol error: invalid bulk length")
                || words.contains("Protocol error: invalid multibulk length");
    }

    /**
     * The scripts check for known errors before they write; another error may have occurred later.
     */
    private static boolean fromWithinScript(JedisException cause) {
        return String.valueOf(cause.getMessage()).contains("user_script");
    }

    /**
     * A thread that is interrupted while it waits for a pooled connection gets an exception, and its flag is cleared.
     */
    private static void keepInterrupt(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
