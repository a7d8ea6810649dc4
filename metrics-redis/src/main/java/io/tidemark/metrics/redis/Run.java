package io.tidemark.metrics.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * Hashes of one metric that are read in the same way.
 *
 * @param metric the metric
 * @param tags the tags that a field must carry, each as it stands in a field; empty for all fields
 * @param way whether Redis may add the hashes up
 * @param sources the hashes
 */
record Run(String metric, List<String> tags, Way way, List<Source> sources) {

    /** Cuts runs into pieces of no more hashes than given, in the order of the runs. */
    static List<List<Run>> pieces(List<Run> runs, int hashes) {
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
                piece.add(new Run(run.metric, run.tags, run.way, run.sources.subList(from, to)));
                room -= to - from;
                from = to;
            }
        }
        pieces.add(piece);
        return pieces;
    }

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
