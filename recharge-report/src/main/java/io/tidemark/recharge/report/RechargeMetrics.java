package io.tidemark.recharge.report;

/**
 * The names of a recharge job's metrics, which the job writes and the page reads. The metrics of records belong to no
 * minute; those of orders belong to the minute in which the order's process started. Orders are counted by region under
 * these names, and by each configured dimension under those of {@link OrderMetrics}.
 */
public final class RechargeMetrics {

    /** Records read. A sum, of no minute, no tags. */
    public static final String RECORDS_READ = "records.read";

    /** Records of services that are not orders. A sum, of no minute, no tags. */
    public static final String RECORDS_IGNORED = "records.ignored";

    /** Records rejected, tagged with their {@link #REASON}. A sum, of no minute. */
    public static final String RECORDS_REJECTED = "records.rejected";

    /** Orders, tagged with their {@link #CITY}. A sum per minute. */
    public static final String ORDERS = "orders";

    /** Orders that succeeded, tagged with their {@link #CITY}. A sum per minute. */
    public static final String SUCCEEDED = "succeeded";

    /** Amount of the orders that succeeded, in fen, tagged with their {@link #CITY}. A sum per minute. */
    public static final String AMOUNT = "amount";

    /**
     * Milliseconds from start to end of the orders that succeeded and whose end is known, tagged with their
     * {@link #CITY}. A sum per minute.
     */
    public static final String DURATION_SUM = "duration.sum";

    /** Orders that succeeded and whose duration is unknown, tagged with their {@link #CITY}. A sum per minute. */
    public static final String DURATION_UNKNOWN = "duration.unknown";

    /**
     * The same durations as in {@link #DURATION_SUM}, of all cities, in milliseconds, no tags. A histogram per minute.
     */
    public static final String DURATION = "duration";

    /**
     * The same durations, tagged with their {@link #CITY}. A histogram per hour, because buckets by minute and city
     * would be the largest part of a batch.
     */
    public static final String DURATION_HOURLY = "duration.hourly";

    /** Orders that failed, tagged with their {@link #CITY} and their {@link #RESULT}. A sum per minute. */
    public static final String FAILED = "failed";

    /** The tag of the reason why an order failed: the text of its record, {@code other} or {@code none}. */
    public static final String RESULT = "result";

    /** The tag of a region's code, or {@code RegionTable.OTHER}. */
    public static final String CITY = "city";

    /** The tag of the reason why a record was rejected: {@link RejectReason#code()}. */
    public static final String REASON = "reason";

    private RechargeMetrics() {}
}
