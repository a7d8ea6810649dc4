package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

/** Ends a race in which nobody gets on: a store that refuses everything, or forgets what it accepted. */
final class Stall {

    private static final int LIMIT = 1_000;

    private Optional<Object> last = Optional.empty();
    private int times;

    /** Notes what was read. */
    void check(Object state) {
        times = last.equals(Optional.of(state)) ? times + 1 : 0;
        last = Optional.of(state);
        assertThat(times)
                .as("how often a driver reads the same offsets, and no driver can move them: %s", state)
                .isLessThan(LIMIT);
        assertThat(Thread.currentThread().isInterrupted())
                .as("the race was given up")
                .isFalse();
    }
}
