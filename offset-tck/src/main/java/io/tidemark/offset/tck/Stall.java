package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

/** Ends a test in which no driver makes progress: because a store refuses everything, or loses what it accepted. */
final class Stall {

    private static final int LIMIT = 1_000;

    private Optional<Object> last = Optional.empty();
    private int times;

    /** Records what was read. */
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
