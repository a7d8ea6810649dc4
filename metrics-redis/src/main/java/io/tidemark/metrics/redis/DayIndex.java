package io.tidemark.metrics.redis;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The days of a group that have values.
 *
 * @param shape changes whenever the days do
 * @param days their starts, in seconds since the epoch, ascending
 */
record DayIndex(String shape, List<Long> days) {

    /** What is known before anything was read; a group that nobody has written to has this shape. */
    static final DayIndex EMPTY = new DayIndex("0", List.of());

    /** @param daysAndScores as {@code ZRANGE WITHSCORES} answers; the scores are days since the epoch */
    static DayIndex of(String shape, List<?> daysAndScores) {
        List<Long> days = IntStream.range(0, daysAndScores.size() / 2)
                .mapToObj(i -> GroupKeys.text((byte[]) daysAndScores.get(2 * i + 1)))
                .map(score -> Math.multiplyExact((long) Double.parseDouble(score), Table.DAY.seconds()))
                .toList();
        return new DayIndex(shape, days);
    }
}
