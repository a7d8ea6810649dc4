package io.tidemark.offset.spi;

import java.util.SortedSet;
import java.util.function.IntConsumer;

/**
 * A compact text of partition numbers, as in {@code 0-9,12}.
 *
 * @since 0.1
 */
public final class PartitionRuns {

    private PartitionRuns() {}

    /** Encodes numbers. The text of an empty set is empty. */
    public static String write(SortedSet<Integer> partitions) {
        StringBuilder runs = new StringBuilder();
        int first = -1;
        int last = -1;
        for (int partition : partitions) {
            if (first >= 0 && partition == last + 1) {
                last = partition;
                continue;
            }
            append(runs, first, last);
            first = partition;
            last = partition;
        }
        append(runs, first, last);
        return runs.toString();
    }

    private static void append(StringBuilder runs, int first, int last) {
        if (first < 0) {
            return;
        }
        runs.append(runs.isEmpty() ? "" : ",").append(first);
        if (first != last) {
            runs.append('-').append(last);
        }
    }

    /**
     * Decodes a text, and passes on each number in it.
     *
     * @throws NumberFormatException if the text is not one that {@link #write} returns for a set that is not empty
     */
    public static void forEach(String runs, IntConsumer partition) {
        for (String run : runs.split(",", -1)) {
            String[] ends = run.split("-", -1);
            long last = Integer.parseInt(ends[ends.length - 1]);
            for (long number = Integer.parseInt(ends[0]); number <= last; number++) {
                partition.accept((int) number);
            }
        }
    }
}
