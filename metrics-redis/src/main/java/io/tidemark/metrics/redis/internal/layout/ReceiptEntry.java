package io.tidemark.metrics.redis.internal.layout;

import io.tidemark.metrics.redis.internal.server.ServerName;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.TopicIdentity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The fields of the receipts, {@code topic:partition from reason} or {@code topic:partition from topicId clusterId
 * reason}, and their values: {@code until reason policy time}. The field identifies a receipt if a decision is
 * repeated. Earlier versions wrote fields without the reason; these are still read.
 */
public final class ReceiptEntry {

    private static final int WORDS_WITHOUT_IDENTITY = 3;
    private static final int WORDS_WITH_IDENTITY = 5;
    private static final int VALUE_WORDS = 4;

    private ReceiptEntry() {}

    public static String field(LossReceipt receipt) {
        return LedgerEntry.field(receipt.partition())
                + ' '
                + receipt.from()
                + LedgerEntry.identity(receipt.identity())
                + ' '
                + receipt.reason();
    }

    public static String value(LossReceipt receipt) {
        return receipt.until() + " " + receipt.reason() + ' ' + receipt.policy() + ' ' + receipt.time();
    }

    /**
     * Reads a receipt.
     *
     * @param server the server that the receipt was read from, for messages
     */
    public static LossReceipt parse(ServerName server, GroupId group, String field, String value) {
        String[] place = field.split(" ", -1);
        String[] words = value.split(" ", -1);
        if (place.length < WORDS_WITHOUT_IDENTITY - 1
                || place.length > WORDS_WITH_IDENTITY
                || words.length != VALUE_WORDS) {
            throw unreadable(server, field, value, new IllegalArgumentException("wrong number of words"));
        }
        try {
            Optional<TopicIdentity> identity = place.length <= WORDS_WITHOUT_IDENTITY
                    ? Optional.empty()
                    : Optional.of(LedgerEntry.identity(place[2], place[3]));
            return new LossReceipt(
                    group,
                    LedgerEntry.partition(server, place[0]),
                    identity,
                    Long.parseLong(place[1]),
                    Long.parseLong(words[0]),
                    LossReceipt.Reason.valueOf(words[1]),
                    OutOfRangePolicy.valueOf(words[2]),
                    Instant.parse(words[3]));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unreadable(server, field, value, e);
        }
    }

    private static OffsetStoreException unreadable(
            ServerName server, String field, String value, RuntimeException cause) {
        return new OffsetStoreException(
                "Cannot read the loss receipt '" + field + "' in " + server + ": it holds '" + value
                        + "'. Another program or a later version wrote it: use that version, or set it to until, reason,"
                        + " policy and time",
                cause);
    }
}
