package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.redis.internal.layout.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hashes of one metric that are read in the same way.
 *
 * @param metric the metric
 * @param tags the tags that a field must have, each as in the name of a field; empty for all fields
 * @param way whether Redis may merge the hashes
 * @param sources the hashes
 * @param growth how the script adds days; empty if the hashes do not depend on days
 */
public record Run(String metric, List<String> tags, Way way, List<Source> sources, Optional<Growth> growth) {

    /** Splits runs into pieces with a maximum number of hashes, in the order of the runs. */
    public static List<List<Run>> pieces(List<Run> runs, int hashes) {
        List<List<Run>> pieces = new ArrayList<>();
        List<Run> piece = new ArrayList<>();
        int room = hashes;
        for (Run run : runs) {
            int from = 0;
            while (from < run.sources.size()) {
                if (room == 0) {
                    pieces.add(piece);
                    piece = new ArrayList<>();
                    room = hashes;
                }
                int to = Math.min(from + room, run.sources.size());
                piece.add(new Run(run.metric, run.tags, run.way, run.sources.subList(from, to), run.growth));
                room -= to - from;
                from = to;
            }
        }
        pieces.add(piece);
        return pieces;
    }

    /**
     * The hashes of a day that is written while a read is planned.
     *
     * @param from the start of the period, in seconds since the epoch
     * @param to its end
     * @param table the hashes that hold a whole day
     * @param stem the prefix of their keys
     */
    record Growth(long from, long to, Table table, String stem) {}

    /** How the script returns hashes. */
    enum Way {
        /** One by one. */
        EACH,
        /** Merged by addition; all sources of the run belong to the same answer. */
        FOLD
    }

    /**
     * One hash.
     *
     * @param key its key
     * @param answer the answer that its values belong to
     */
    record Source(String key, Answer answer) {}
}
