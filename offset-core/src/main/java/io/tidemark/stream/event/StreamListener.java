package io.tidemark.stream.event;

/**
 * Receives the events of a stream. It is called on the stream's own threads, which wait for it: return quickly. Events
 * come from several threads, and an event of one batch may overlap an event of the next one, so a listener must be
 * thread-safe. A batch that was interrupted by a stop may still report after a later run has begun. Exceptions and
 * errors of a listener are logged and never break the stream. The first start is reported before the method that starts
 * the stream returns; if that method fails, neither {@link #failed} nor {@link #ended} is called.
 *
 * <p>A listener stops the stream with {@link StreamEvent#stop()}:
 *
 * <pre>{@code
 * StreamListener stopAfterLoss = new StreamListener() {
 *     @Override
 *     public void lost(RecordsLost event) {
 *         event.stop();
 *     }
 *
 *     @Override
 *     public void ended(StreamEnded event) {
 *         System.out.println("ended: " + event.failure().map(Throwable::toString).orElse("stopped"));
 *     }
 * };
 * }</pre>
 *
 * @since 0.1
 */
public interface StreamListener {

    /** The stream starts, or restarts. */
    default void started(StreamStarted event) {}

    /** A batch, or a part of one, was processed and committed. */
    default void batchCommitted(BatchCommitted event) {}

    /** A poll found no new records; called after each such poll. */
    default void idle(StreamIdle event) {}

    /** A batch, or a part of one, was too large and is read again in smaller parts. */
    default void split(BatchSplit event) {}

    /** Records were lost by decision of a policy. */
    default void lost(RecordsLost event) {}

    /** The sink is behind the store, and records are replayed into it. */
    default void replaying(ReplayStarted event) {}

    /** Another driver has committed in the meantime; {@link #failed} follows. */
    default void conflicted(StreamConflicted event) {}

    /** The stream or a batch failed; the event tells whether the stream restarts. */
    default void failed(StreamFailed event) {}

    /** The stream has ended for good. Called once. */
    default void ended(StreamEnded event) {}
}
