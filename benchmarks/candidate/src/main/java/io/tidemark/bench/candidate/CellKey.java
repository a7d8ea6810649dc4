package io.tidemark.bench.candidate;

import java.util.List;

/**
 * The cell in which a record is counted: for an order the cell of its city and minute, for any other record one cell
 * for its kind. A cell is identified by a number.
 */
public final class CellKey {

    /** Records of services other than the order. */
    public static final long IGNORED = -1;

    static final long MALFORMED = -2;
    static final long NO_SERVICE = -3;
    static final long BAD_RESULT = -4;
    static final long BAD_AMOUNT = -5;
    static final long BAD_START = -6;
    static final long BAD_REGION = -7;

    private static final List<String> OTHERS = List.of(
            "ignored",
            "rejected:malformed",
            "rejected:no-service",
            "rejected:bad-result",
            "rejected:bad-amount",
            "rejected:bad-start",
            "rejected:bad-region");
    private static final long MINUTES = 1_000_000_000_000L;
    private static final int DIGITS_OF_CITY = 6;

    private CellKey() {}

    /**
     * The cell of a city and a minute.
     *
     * @param city one to six digits
     * @param minute twelve digits
     */
    static long order(String city, String minute) {
        // codes may have leading zeros: 020 differs from 20
        long digits = city.length();
        return (digits * 1_000_000 + Long.parseLong(city)) * MINUTES + Long.parseLong(minute);
    }

    /** Whether this is the cell of a city and a minute. */
    static boolean isOrder(long key) {
        return key >= 0;
    }

    /** The kind of records other than orders, as named in {@link Totals}. */
    static String name(long key) {
        return OTHERS.get((int) (-1 - key));
    }

    /** The city's code. */
    static String city(long key) {
        long city = key / MINUTES;
        String padded = Long.toString(city).substring(1);
        return padded.substring(DIGITS_OF_CITY - (int) (city / 1_000_000));
    }

    /** The minute, as {@code uuuuMMddHHmm}. */
    static String minute(long key) {
        return Long.toString(MINUTES + key % MINUTES).substring(1);
    }
}
