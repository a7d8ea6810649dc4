package io.tidemark.spark.internal.executor;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the executors' cursors of a stream are made and kept. Two are equal if they are of the same stream: a stream has
 * the same consumers in all its runs, and its deserializers may have no equality.
 *
 * @param stream tells the stream from all others
 * @param consumers makes the consumers
 * @param idleTimeout how long an unused cursor is kept
 */
public record CursorSettings<K, V>(String stream, ConsumerFactory<K, V> consumers, Duration idleTimeout)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean equals(Object other) {
        return other instanceof CursorSettings<?, ?> settings && settings.stream.equals(stream);
    }

    @Override
    public int hashCode() {
        return stream.hashCode();
    }

    /** Names no parameter: secrets are among them. */
    @Override
    public String toString() {
        return "CursorSettings[" + stream + ", " + idleTimeout + "]";
    }
}
