package io.tidemark.metrics.redis.internal.write;

/** The changes of one batch to one hash. */
public sealed interface Delta permits HashDelta, BucketsDelta {

    /** The hash's key. */
    String key();

    /** How the values merge with the stored ones, as the script calls it. */
    String merge();

    /** When the hash expires, in seconds since the epoch; empty means never. */
    String expiry();

    /** The number of fields. */
    int size();

    /** How much of a write it is, in fields of sums. */
    long cost();

    /** The fields. */
    ArgumentRun fields();

    /** The values as arguments of the script, in the order of the fields. */
    ArgumentRun values();
}
