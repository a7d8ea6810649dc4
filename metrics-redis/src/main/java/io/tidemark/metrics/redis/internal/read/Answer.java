package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.SumOverflow;
import io.tidemark.metrics.redis.internal.layout.Kind;

/** Collects the values for one query, field by field. */
interface Answer {

    /**
     * Merges the value of one field.
     *
     * @param overflow how sums are handled that exceed a {@code long}
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    void accept(Kind kind, SumOverflow overflow, String field, String value);
}
