package io.tidemark.bench.costs;

import java.util.Optional;

/**
 * What batches of a driver with its executors took; goes from the driver's process to the benchmark's as a line.
 *
 * @param pace to how many records a second each executor was held; 0 where it counted as fast as it could
 * @param millis a batch, median
 * @param rate how many records a second of the time that tasks ran for each executor counted
 */
record ExecutorRun(int executors, int partitions, int pace, double millis, double rate) {

    private static final String MARK = "executor-run ";

    /** As a line. */
    String line() {
        return MARK
                + String.join(
                        " ",
                        Integer.toString(executors),
                        Integer.toString(partitions),
                        Integer.toString(pace),
                        Double.toString(millis),
                        Double.toString(rate));
    }

    /** From a line; empty if it is another one. */
    static Optional<ExecutorRun> of(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        String[] words = line.substring(MARK.length()).split(" ", -1);
        return Optional.of(new ExecutorRun(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4])));
    }
}
