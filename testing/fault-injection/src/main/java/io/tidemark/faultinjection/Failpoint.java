package io.tidemark.faultinjection;

/**
 * Where a job is stopped.
 *
 * @param point the place
 * @param passage the pass of that place at which it stops, from 1
 */
record Failpoint(FailpointPlace point, long passage) {

    @Override
    public String toString() {
        return point + " " + passage;
    }
}
