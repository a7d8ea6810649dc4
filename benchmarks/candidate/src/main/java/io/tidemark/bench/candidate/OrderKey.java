package io.tidemark.bench.candidate;

import io.tidemark.recharge.report.RejectReason;
import io.tidemark.recharge.report.ReportRules;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The cell in which a record is counted: for an order the cell of its city and minute, for any other record one cell
 * for its kind. A cell is identified by a number.
 */
public final class OrderKey {

    /** Records of services other than the order. */
    public static final long IGNORED = -1;

    private static final List<RejectReason> REASONS = List.of(RejectReason.values());
    private static final long MOST_REGIONS = 1_024;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ReportRules.ZONE);

    private OrderKey() {}

    /** The cell of a minute since the epoch and a region. */
    static long order(long minute, int region) {
        return minute * MOST_REGIONS + region;
    }

    static long rejected(RejectReason reason) {
        return IGNORED - 1 - REASONS.indexOf(reason);
    }

    static boolean isOrder(long key) {
        return key >= 0;
    }

    /** The kind of records other than orders, as named in {@link Totals}. */
    static String kind(long key) {
        return key == IGNORED
                ? Totals.IGNORED
                : Totals.rejected(REASONS.get((int) (IGNORED - 1 - key)).code());
    }

    /** The code of the region. */
    static String city(long key) {
        return Regions.code((int) (key % MOST_REGIONS));
    }

    /** The minute, as {@code uuuuMMddHHmm}. */
    static String minute(long key) {
        return MINUTE.format(Instant.ofEpochSecond(key / MOST_REGIONS * 60));
    }
}
