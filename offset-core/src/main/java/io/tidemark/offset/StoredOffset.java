package io.tidemark.offset;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One partition's entry in a store or in a sink's ledger.
 *
 * @param offset the next offset to read, not negative
 * @param identity the topic that the offset belongs to; empty if the store does not keep it (tables of older jobs)
 * @param storedAt when the entry was last written, by the store's clock; empty if the store does not keep it, and
 *     ignored if the value is passed to a store
 * @param writer the last writer of the entry, as the store recorded it; empty if the store does not keep it or another
 *     program has written the entry, and ignored if the value is passed to a store
 * @since 0.1
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

    /** An offset without a known writer. */
    public StoredOffset(long offset, Optional<TopicIdentity> identity, Optional<Instant> storedAt) {
        this(offset, identity, storedAt, Optional.empty());
    }

    /** An offset without a known identity and time. */
    public static StoredOffset of(long offset) {
        return new StoredOffset(offset, Optional.empty(), Optional.empty());
    }

    /** An offset of the topic with the given identity. */
    public static StoredOffset of(long offset, TopicIdentity identity) {
        return new StoredOffset(offset, Optional.of(identity), Optional.empty());
    }
}
