package io.tidemark.metrics.redis.internal.write;

import io.tidemark.metrics.redis.internal.layout.Kind;

/** The changes of one batch to one hash. */
public sealed interface Delta permits HashDelta, BucketDelta {

    /** The hash's key. */
    String key();

    /** How the values merge with the stored ones; not {@link Kind#HISTOGRAM}, whose hashes hold sums. */
    Kind kind();

    /** When the hash expires, in seconds since the epoch; empty means never. */
    String expiry();

    /** The number of fields. */
    int size();

    /** The fields. */
    ArgumentRun fields();

    /** The values as arguments of the script, in the order of the fields. */
    ArgumentRun values();
}
