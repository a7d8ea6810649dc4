package io.tidemark.metrics.redis;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The ledger's fields, {@code topic:partition}, and values, {@code offset millis} or {@code offset millis topicId clusterId}. */
final class LedgerEntry {

    private LedgerEntry() {}

    static String field(TopicPartition partition) {
        return Escaping.escape(partition.topic()) + ':' + partition.partition();
    }

    static TopicPartition partition(String field) {
        int colon = field.lastIndexOf(':');
        try {
            return new TopicPartition(
                    Escaping.unescape(field.substring(0, colon)), Integer.parseInt(field.substring(colon + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw unreadable(field, "its name is not topic:partition", e);
        }
    }

    /** The part of a value that follows offset and time. */
    static String identity(StoredOffset offset) {
        return offset.identity()
                .map(known -> " " + known.topicId() + " " + Escaping.escape(known.clusterId()))
                .orElse("");
    }

    static StoredOffset parse(String field, String value) {
        String[] parts = value.split(" ", -1);
        if (parts.length != 2 && parts.length != 4) {
            throw unreadable(field, "it holds '" + value + "'", null);
        }
        try {
            Optional<TopicIdentity> identity = parts.length == 2
                    ? Optional.empty()
                    : Optional.of(new TopicIdentity(Escaping.unescape(parts[3]), Uuid.fromString(parts[2])));
            return new StoredOffset(
                    Long.parseLong(parts[0]), identity, Optional.of(Instant.ofEpochMilli(Long.parseLong(parts[1]))));
        } catch (IllegalArgumentException e) {
            throw unreadable(field, "it holds '" + value + "'", e);
        }
    }

    private static OffsetStoreException unreadable(String field, String why, @Nullable Throwable cause) {
        return new OffsetStoreException(
                "Cannot read the ledger's field '" + field + "': " + why
                        + "; somebody else wrote it: put back offset, time in ms and, where known, topic id and cluster id",
                cause);
    }
}
