package io.tidemark.bench.race;

import io.tidemark.bench.contestant.Totals;

/** What a bare loop does with a record. For use by one thread. */
interface BareCount {

    /** Counts a record. */
    void add(byte[] record);

    /** Adds what was counted. */
    void addTo(Totals totals);
}
