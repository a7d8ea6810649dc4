package io.tidemark.metrics.redis.internal.layout;

import io.tidemark.metrics.redis.internal.server.ServerName;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the ledger, {@code topic:partition}, and their values: {@code offset millis}, then
 * {@code topicId clusterId} if the topic's identity is known, then the writer if it is known.
 */
public final class LedgerEntry {

    private static final int IDENTITY_WORDS = 2;

    private LedgerEntry() {}

    public static String field(TopicPartition partition) {
        return Escaping.escape(partition.topic()) + ':' + partition.partition();
    }

    /**
     * The partition of a field of the ledger.
     *
     * @param server the server that the field was read from, for messages
     */
    public static TopicPartition partition(ServerName server, String field) {
        int colon = field.lastIndexOf(':');
        try {
            return new TopicPartition(
                    Escaping.unescape(field.substring(0, colon)), Integer.parseInt(field.substring(colon + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw unreadable(server, field, "its name is not topic:partition", e);
        }
    }

    /** The part of a value after offset and time. */
    public static String identity(Optional<TopicIdentity> identity) {
        return identity.map(known -> " " + known.topicId() + " " + Escaping.escape(known.clusterId()))
                .orElse("");
    }

    /**
     * The identity of a topic.
     *
     * @throws IllegalArgumentException if the words are not an identity
     */
    public static TopicIdentity identity(String topicId, String clusterId) {
        return new TopicIdentity(Escaping.unescape(clusterId), Uuid.fromString(topicId));
    }

    /** The last part of a value. */
    public static String writer(WriterName writer) {
        return " " + writer;
    }

    /**
     * Reads an entry of the ledger.
     *
     * @param server the server that the entry was read from, for messages
     */
    public static StoredOffset parse(ServerName server, String field, String value) {
        String[] words = value.split(" ", -1);
        // 2 words before the identity, 0 or 2 of the identity, and at most one after it
        int rest = words.length - 2;
        if (rest < 0 || rest > IDENTITY_WORDS + 1) {
            throw unreadable(server, field, "it holds '" + value + "'", null);
        }
        try {
            Optional<TopicIdentity> identity =
                    rest < IDENTITY_WORDS ? Optional.empty() : Optional.of(identity(words[2], words[3]));
            Optional<WriterName> writer =
                    rest % 2 == 0 ? Optional.empty() : Optional.of(new WriterName(words[words.length - 1]));
            return new StoredOffset(
                    Long.parseLong(words[0]),
                    identity,
                    Optional.of(Instant.ofEpochMilli(Long.parseLong(words[1]))),
                    writer);
        } catch (IllegalArgumentException e) {
            throw unreadable(server, field, "it holds '" + value + "'", e);
        }
    }

    private static OffsetStoreException unreadable(
            ServerName server, String field, String why, @Nullable Throwable cause) {
        return new OffsetStoreException(
                "Cannot read the ledger's field '" + field + "' in " + server + ": " + why
                        + ". Another program changed it: set it to offset, time in ms and, if they are known, topic id,"
                        + " cluster id and writer",
                cause);
    }
}
