package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Totals;

/** Counts the records of a bare loop. For use by one thread. */
interface BareCount {

    /** Counts a record. */
    void add(byte[] record);

    /** Adds the counts to totals. */
    void addTo(Totals totals);
}
