package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.redis.internal.layout.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hashes of one metric that are read in the same way.
 *
 * @param metric the metric
 * @param tags the tags that a field must carry, each as it stands in a field; empty for all fields
 * @param way whether Redis may add the hashes up
 * @param sources the hashes
 * @param growth how the script may add days; empty if the hashes do not depend on them
 */
public record Run(String metric, List<String> tags, Way way, List<Source> sources, Optional<Growth> growth) {

    /** Cuts runs into pieces of no more hashes than given, in the order of the runs. */
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
     * The hashes of a day that is written while a reading is planned.
     *
     * @param from the period's begin, in seconds since the epoch
     * @param to its end
     * @param table the hashes that hold a whole day
     * @param stem how their keys begin
     */
    record Growth(long from, long to, Table table, String stem) {}

    /** How hashes are answered. */
    enum Way {
        /** One by one. */
        EACH,
        /** Added up, where that is what merges them; all of the run's sources have the same answer. */
        FOLD
    }

    /**
     * One hash.
     *
     * @param key its key
     * @param answer who wants what is in it
     */
    record Source(String key, Answer answer) {}
}
