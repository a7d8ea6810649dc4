package io.tidemark.metrics.redis.internal.layout;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The days of a group that have values.
 *
 * @param shape changes whenever the days do
 * @param days their starts, in seconds since the epoch, ascending
 */
public record DayIndex(String shape, List<Long> days) {

    /** The index before the first read, and of a group without values. */
    public static final DayIndex EMPTY = new DayIndex("0", List.of());

    /**
     * Reads the index of days.
     *
     * @param daysAndScores the reply of {@code ZRANGE WITHSCORES}; the scores are days since the epoch
     */
    public static DayIndex of(String shape, List<?> daysAndScores) {
        List<Long> days = IntStream.range(0, daysAndScores.size() / 2)
                .mapToObj(i -> GroupKeys.text((byte[]) daysAndScores.get(2 * i + 1)))
                .map(score -> Math.multiplyExact((long) Double.parseDouble(score), Table.DAY.seconds()))
                .toList();
        return new DayIndex(shape, days);
    }
}
