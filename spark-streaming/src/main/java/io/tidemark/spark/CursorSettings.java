package io.tidemark.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * How the executors' cursors of a stream are made and kept.
 *
 * @param stream tells the stream from all others
 * @param params the consumers' settings, serializable
 * @param idleTimeout how long a cursor is kept that nobody uses
 */
record CursorSettings(String stream, Map<String, Object> params, Duration idleTimeout) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Names no parameter: secrets are among them. */
    @Override
    public String toString() {
        return "CursorSettings[" + stream + ", " + idleTimeout + "]";
    }
}
