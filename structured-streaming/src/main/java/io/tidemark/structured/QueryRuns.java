package io.tidemark.structured;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runs of this process, by their queries: an output finds there the source of its query. */
final class QueryRuns {

    private static final Map<String, List<QueryRun>> RUNS = new ConcurrentHashMap<>();

    private QueryRuns() {}

    /**
     * Adds a run.
     *
     * @throws IllegalStateException if the query reads the same group by another source
     */
    static void add(String query, QueryRun run) {
        List<QueryRun> runs = RUNS.computeIfAbsent(query, unknown -> new CopyOnWriteArrayList<>());
        for (QueryRun other : runs) {
            if (other.settings().group().equals(run.settings().group())) {
                throw new IllegalStateException("Cannot start the query of group "
                        + run.settings().group()
                        + ": two sources of the query have this group, and each would move the other's offsets; give each"
                        + " source a group of its own, or load the source once and use the same DataFrame twice");
            }
        }
        runs.add(run);
    }

    static void remove(String query, QueryRun run) {
        RUNS.computeIfPresent(query, (id, runs) -> {
            runs.remove(run);
            return runs.isEmpty() ? null : runs;
        });
    }

    /**
     * The run that an output of the query writes for.
     *
     * @param guarantee what the output does
     * @throws IllegalStateException if the query has no source of this guarantee, or several sources
     */
    static QueryRun of(String query, Guarantee guarantee) {
        List<QueryRun> runs = RUNS.getOrDefault(query, List.of());
        if (runs.size() != 1) {
            throw new IllegalStateException("Cannot write " + guarantee.word() + ": the query has " + runs.size()
                    + " sources of format tidemark, but must have one, because output and offsets of one group move in"
                    + " one step");
        }
        QueryRun run = runs.get(0);
        if (run.guarantee() != guarantee) {
            throw new IllegalStateException("Cannot write " + guarantee.word() + " for group "
                    + run.settings().group() + ": the source of the query was started with " + SourceOptions.OUTPUT
                    + " "
                    + run.guarantee().word() + "; set "
                    + (guarantee == Guarantee.EXACTLY_ONCE_INTO_SINK
                            ? "tidemark.sink to the URL of the sink"
                            : SourceOptions.OUTPUT + " to " + guarantee.word())
                    + " at the source");
        }
        return run;
    }
}
