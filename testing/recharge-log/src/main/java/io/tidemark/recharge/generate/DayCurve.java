package io.tidemark.recharge.generate;

/** The distribution of recharges over the hours of a day: few at night, most at noon and in the evening. */
final class DayCurve {

    private static final int[] BY_HOUR = {
        14, 8, 5, 4, 4, 7, 16, 34, 52, 66, 74, 78, 80, 70, 64, 62, 64, 70, 82, 92, 96, 84, 56, 30
    };
    private static final long HOUR_MILLIS = 3_600_000L;
    private static final long[] UP_TO = new long[BY_HOUR.length];
    /** The number of parts of the day for the distribution. */
    private static final long PARTS = 1L << 40;

    static {
        long total = 0;
        for (int hour = 0; hour < BY_HOUR.length; hour++) {
            total += BY_HOUR[hour];
            UP_TO[hour] = total;
        }
        for (int hour = 0; hour < BY_HOUR.length; hour++) {
            UP_TO[hour] = Math.multiplyExact(UP_TO[hour], PARTS) / total;
        }
    }

    private DayCurve() {}

    /**
     * The time of day of a recharge, in milliseconds; later for a higher number.
     *
     * @param number the number of the recharge, from 0
     * @param count the number of recharges
     * @param jitter from 0 (inclusive) to 2^20 (exclusive): the position within its share of the day
     */
    static long millisOfDay(long number, long count, int jitter) {
        // (number + jitter / 2^20) / count of the day, in parts
        long part = (long) (((double) number + jitter / 1_048_576.0) / count * PARTS);
        int hour = 0;
        while (hour < BY_HOUR.length - 1 && part >= UP_TO[hour]) {
            hour++;
        }
        long before = hour == 0 ? 0 : UP_TO[hour - 1];
        long within = (part - before) * HOUR_MILLIS / (UP_TO[hour] - before);
        return hour * HOUR_MILLIS + Math.min(within, HOUR_MILLIS - 1);
    }
}
