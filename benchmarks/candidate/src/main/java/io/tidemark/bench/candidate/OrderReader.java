package io.tidemark.bench.candidate;

import io.tidemark.recharge.record.Order;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;

/**
 * Parses records with the parser of the job, and gives what a candidate must know of a record to count it: its cell and
 * the values that are counted there. Not thread-safe.
 */
public final class OrderReader {

    /** The value of a record without one: the failure code of a successful order, for example. */
    public static final String NO_VALUE = "";

    static final String CHANNEL = "channel";
    static final String PAYER = "payer";

    private static final int CHANNEL_DIMENSION = 0;
    private static final int PAYER_DIMENSION = 1;

    private final RecordParser parser = new RecordParser(TagDictionary.preset(Regions.PRESET));
    private long amount;
    private long duration;
    private String channel = NO_VALUE;
    private String payer = NO_VALUE;
    private String failure = NO_VALUE;

    /**
     * Parses a record.
     *
     * @return the {@link OrderKey} in which it is counted
     */
    public long read(byte[] record) {
        amount = LogRecordReader.NONE;
        duration = LogRecordReader.NONE;
        channel = NO_VALUE;
        payer = NO_VALUE;
        failure = NO_VALUE;
        ParsedRecord parsed = parser.parse(record);
        if (parsed instanceof Order order) {
            read(order);
            return OrderKey.order(order.minute(), order.region());
        }
        return parsed instanceof ParsedRecord.Rejected rejected
                ? OrderKey.rejected(rejected.reason())
                : OrderKey.IGNORED;
    }

    private void read(Order order) {
        channel = order.values(CHANNEL_DIMENSION).value(order.value(CHANNEL_DIMENSION));
        payer = order.values(PAYER_DIMENSION).value(order.value(PAYER_DIMENSION));
        if (order.succeeded()) {
            amount = order.amountFen();
            duration = order.durationMillis();
        } else {
            failure = order.failureCodes().value(order.failure());
        }
    }

    /** The amount of the last record if it is a successful order; otherwise {@link LogRecordReader#NONE}. */
    public long amount() {
        return amount;
    }

    /** The duration of the last record if it is a successful order and known, or {@link LogRecordReader#NONE}. */
    public long duration() {
        return duration;
    }

    /** The channel of the last record if it is an order; otherwise {@link #NO_VALUE}. */
    public String channel() {
        return channel;
    }

    /** The payer of the last record if it is an order; otherwise {@link #NO_VALUE}. */
    public String payer() {
        return payer;
    }

    /** The failure code of the last record if it is a failed order; otherwise {@link #NO_VALUE}. */
    public String failure() {
        return failure;
    }
}
