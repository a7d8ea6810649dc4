package io.tidemark.recharge.textbook;

import io.tidemark.metrics.Measurement;
import java.util.List;

/** Where the textbook counts. */
public interface Counters {

    /** Adds what was measured to what is counted. */
    void add(List<Measurement> measurements);

    /** What is counted. */
    List<Measurement> counted();
}
