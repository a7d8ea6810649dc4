package io.tidemark.metrics.redis.internal.write;

import io.tidemark.metrics.redis.internal.layout.Kind;

/** What one batch adds to one hash. */
public sealed interface Delta permits HashDelta, BucketDelta {

    /** The hash's key. */
    String key();

    /** How the values merge with those that are there; not {@link Kind#HISTOGRAM}, whose hashes hold sums. */
    Kind kind();

    /** When the hash expires, in seconds since the epoch; empty for never. */
    String expiry();

    /** How many fields there are. */
    int size();

    /** The fields. */
    ArgumentRun fields();

    /** The values as the script takes them, in the order of the fields. */
    ArgumentRun values();
}
