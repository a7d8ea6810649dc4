package io.tidemark.spark.internal.executor;

import org.jspecify.annotations.Nullable;

/** The outcome of a deserializer: what it has returned, or how it has failed, and the bytes in both cases. */
final class Captured<T> {

    private final byte @Nullable [] bytes;
    private final @Nullable T value;
    private final @Nullable Throwable failure;

    Captured(byte @Nullable [] bytes, @Nullable T value, @Nullable Throwable failure) {
        this.bytes = bytes;
        this.value = value;
        this.failure = failure;
    }

    /** What the record holds. */
    byte @Nullable [] bytes() {
        return bytes;
    }

    /** What the deserializer has returned. */
    @Nullable
    T value() {
        return value;
    }

    /** How it has failed. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
