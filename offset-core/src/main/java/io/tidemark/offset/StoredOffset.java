package io.tidemark.offset;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One partition's entry in a store or in a sink's ledger.
 *
 * @param offset the next offset to read, not negative
 * @param identity the topic that the offset belongs to; empty where the store does not keep it (tables of older jobs)
 * @param storedAt when the entry was last written, by the store's clock; empty where the store does not keep it, and
 *     ignored where the value is handed to a store
 * @param writer who has written the entry last, as the store recorded it; empty where the store does not keep it or the
 *     entry was written by something else, and ignored where the value is handed to a store
 */
public record StoredOffset(
        long offset, Optional<TopicIdentity> identity, Optional<Instant> storedAt, Optional<WriterName> writer) {

    /** @throws IllegalArgumentException if the offset is negative */
    public StoredOffset {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(storedAt, "storedAt");
        Objects.requireNonNull(writer, "writer");
        if (offset < 0) {
            throw new IllegalArgumentException("Cannot store offset " + offset + ": it is negative");
        }
    }

    /** An offset whose writer is not known. */
    public StoredOffset(long offset, Optional<TopicIdentity> identity, Optional<Instant> storedAt) {
        this(offset, identity, storedAt, Optional.empty());
    }

    /** An offset whose topic's identity and time are not known. */
    public static StoredOffset of(long offset) {
        return new StoredOffset(offset, Optional.empty(), Optional.empty());
    }

    /** An offset of the topic with the given identity. */
    public static StoredOffset of(long offset, TopicIdentity identity) {
        return new StoredOffset(offset, Optional.of(identity), Optional.empty());
    }
}
