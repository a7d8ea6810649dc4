package io.tidemark.metrics.redis;

/** Takes what was read for one query, field by field. */
interface Answer {

    /**
     * Merges the value of one field.
     *
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    void accept(Kind kind, String field, String value);
}
