package io.tidemark.faultinjection;

import java.util.List;

/**
 * All faults of a test, fixed before it starts.
 *
 * @param attempts the attempts of the job, one after the other
 */
record Scenario(List<Attempt> attempts) {

    Scenario {
        attempts = List.copyOf(attempts);
    }

    /** The number of portions of the log. */
    int portions() {
        return attempts.stream().mapToInt(Attempt::portions).sum();
    }

    /** The number of attempts that end with a kill. */
    long kills() {
        return attempts.stream().filter(attempt -> attempt.end().isKill()).count();
    }
}
