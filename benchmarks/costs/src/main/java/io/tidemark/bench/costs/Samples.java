package io.tidemark.bench.costs;

import java.util.Arrays;

/** What was measured time and again, in milliseconds. Not thread-safe. */
final class Samples {

    private double[] values = new double[16];
    private int count;

    /** Adds one. */
    void add(double millis) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = millis;
    }

    /** Adds all of another one. */
    void addAll(Samples others) {
        for (int i = 0; i < others.count; i++) {
            add(others.values[i]);
        }
    }

    /** As it is now. */
    Samples copy() {
        return last(count);
    }

    /** The last ones, as many as there are. */
    Samples last(int most) {
        Samples last = new Samples();
        for (int i = Math.max(0, count - most); i < count; i++) {
            last.add(values[i]);
        }
        return last;
    }

    /** Runs some work and adds the time that it takes. */
    <X extends Exception> void time(Work<X> work) throws X {
        long began = System.nanoTime();
        work.run();
        add((System.nanoTime() - began) / 1e6);
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** All of them together. */
    double sum() {
        return Arrays.stream(values, 0, count).sum();
    }

    /** The one in the middle. */
    double median() {
        return quantile(0.5);
    }

    /** The one that so large a part of all lies below, interpolated. */
    double quantile(double part) {
        if (count == 0) {
            throw new IllegalStateException("Cannot tell a quantile: nothing was measured");
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        double at = part * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** Work to be timed. */
    @FunctionalInterface
    interface Work<X extends Exception> {
        void run() throws X;
    }
}
