package io.tidemark.stream.event;

/**
 * What a stream is doing. Later versions may add states.
 *
 * @since 0.1
 */
public enum StreamState {
    /** The stream resolves where to start for the first time. */
    STARTING,
    /** The stream polls and processes batches. */
    RUNNING,
    /** The stream has failed and restarts after a delay. */
    RESTARTING,
    /** The stream was stopped. */
    STOPPED,
    /** The stream has failed and does not restart. */
    FAILED
}
