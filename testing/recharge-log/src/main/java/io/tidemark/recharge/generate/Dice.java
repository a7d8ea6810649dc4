package io.tidemark.recharge.generate;

/**
 * Random numbers that are the same on every Java version (SplitMix64; Steele, Lea, Flood: <em>Fast splittable
 * pseudorandom number generators</em>, OOPSLA 2014). The JDK does not guarantee this for derived numbers. Not
 * thread-safe.
 */
final class Dice {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Dice(long seed) {
        state = mix(seed);
    }

    /** Restarts the sequence; each pair of seed and stream has its own. */
    void reseed(long seed, long stream) {
        state = mix(mix(seed) + GOLDEN * (stream + 1));
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number from 0 (inclusive) to a bound (exclusive). */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** A number from one bound to another, both inclusive. */
    int between(int from, int to) {
        return from + below(to - from + 1);
    }

    /** Whether an event happens that has this probability, in millionths. */
    boolean happens(int perMillion) {
        return below(1_000_000) < perMillion;
    }

    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
