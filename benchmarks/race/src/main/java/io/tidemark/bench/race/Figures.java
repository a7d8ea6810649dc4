package io.tidemark.bench.race;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The figures of a run.
 *
 * @param nanos its time
 * @param seconds the processor seconds of each kind of process; those that cannot be read are omitted
 * @param peakBytes the peak of the resident memory of the candidate's JVM
 */
record Figures(long nanos, Map<Processes, Double> seconds, OptionalLong peakBytes) {

    Figures {
        seconds = Map.copyOf(seconds);
    }

    /** @param before the processor seconds at the start of the run, and {@code after} those at its end */
    static Figures of(long nanos, Map<Processes, Double> before, Map<Processes, Double> after, OptionalLong peakBytes) {
        Map<Processes, Double> seconds = new EnumMap<>(Processes.class);
        after.forEach((process, until) -> {
            Double from = before.get(process);
            if (from != null) {
                seconds.put(process, until - from);
            }
        });
        return new Figures(nanos, seconds, peakBytes);
    }
}
