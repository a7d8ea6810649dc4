package io.tidemark.recharge.prove;

/**
 * Where a job is stopped.
 *
 * @param point the place
 * @param passage at which passage of that place, from 1 on
 */
record Trap(Point point, long passage) {

    @Override
    public String toString() {
        return point + " " + passage;
    }
}
