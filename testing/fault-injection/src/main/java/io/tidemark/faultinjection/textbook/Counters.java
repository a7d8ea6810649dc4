package io.tidemark.faultinjection.textbook;

import io.tidemark.metrics.Measurement;
import java.util.List;

/** The counters of the tutorials' loop. */
public interface Counters {

    /** Adds measurements to the counters. */
    void add(List<Measurement> measurements);

    /** The current values. */
    List<Measurement> counted();
}
