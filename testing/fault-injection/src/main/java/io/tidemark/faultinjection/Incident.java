package io.tidemark.faultinjection;

/**
 * An injected fault and its result.
 *
 * @param attempt the number of the attempt, from 1
 * @param what the fault
 * @param outcome the result
 * @param asExpected whether this is the expected result
 */
record Incident(int attempt, String what, String outcome, boolean asExpected) {

    @Override
    public String toString() {
        return "%3d  %s: %s%s".formatted(attempt, what, outcome, asExpected ? "" : "  <-- UNEXPECTED");
    }
}
