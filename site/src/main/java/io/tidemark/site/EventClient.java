package io.tidemark.site;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The client of one event stream. Writes never block a thread: the next event is written when the previous write has
 * completed. Until then only the latest status and the latest snapshot are kept, so a client that reads slowly skips
 * outdated events and needs no more memory. Thread-safe.
 */
final class EventClient {

    private final Content.Sink sink;
    private final Executor threads;
    private final Runnable onGone;
    private final Callback exchange;
    private final AtomicReference<byte @Nullable []> status = new AtomicReference<>();
    private final AtomicReference<byte @Nullable []> snapshot = new AtomicReference<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile boolean closing;

    /**
     * A client of an open response.
     *
     * @param sink the response
     * @param threads start the writes
     * @param onGone runs when the stream has ended
     * @param exchange completed when the stream has ended
     */
    EventClient(Content.Sink sink, Executor threads, Runnable onGone, Callback exchange) {
        this.sink = sink;
        this.threads = threads;
        this.onGone = onGone;
        this.exchange = exchange;
    }

    void offerStatus(byte[] event) {
        status.set(event);
        wake();
    }

    void offerSnapshot(byte[] event) {
        snapshot.set(event);
        wake();
    }

    /** Ends the stream. */
    void close() {
        closing = true;
        wake();
    }

    /** Ends the stream with a last event instead of those that are not sent yet. */
    void close(byte[] last) {
        snapshot.set(null);
        status.set(last);
        close();
    }

    private void wake() {
        if (writing.compareAndSet(false, true)) {
            try {
                threads.execute(this::next);
            } catch (RejectedExecutionException e) {
                gone(e);
            }
        }
    }

    /** Only one thread at a time is here: the one that has set {@link #writing}. */
    private void next() {
        byte[] event = status.getAndSet(null);
        if (event == null) {
            event = snapshot.getAndSet(null);
        }
        if (event != null) {
            sink.write(false, ByteBuffer.wrap(event), Callback.from(this::next, this::gone));
        } else if (closing) {
            onGone.run();
            sink.write(true, ByteBuffer.allocate(0), exchange);
        } else {
            writing.set(false);
            if (status.get() != null || snapshot.get() != null || closing) {
                wake();
            }
        }
    }

    private void gone(Throwable failure) {
        onGone.run();
        exchange.failed(failure);
    }
}
