package io.tidemark.site;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One browser at the other end of an event stream. Its mailbox holds the latest status and the latest snapshot only: a
 * client that reads slowly misses outdated ones, and costs no memory.
 */
final class EventClient {

    private final HttpExchange exchange;
    private final EventWriters writers;
    private final Runnable onGone;
    private final AtomicReference<byte @Nullable []> status = new AtomicReference<>();
    private final AtomicReference<byte @Nullable []> snapshot = new AtomicReference<>();
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile boolean closing;

    /** @param onGone runs when the stream has ended */
    EventClient(HttpExchange exchange, EventWriters writers, Runnable onGone) {
        this.exchange = exchange;
        this.writers = writers;
        this.onGone = onGone;
    }

    void offerStatus(byte[] event) {
        status.set(event);
        queue();
    }

    void offerSnapshot(byte[] event) {
        snapshot.set(event);
        queue();
    }

    /** Ends the stream. */
    void close() {
        closing = true;
        queue();
    }

    /** Ends the stream with a last event instead of those that are not sent yet. */
    void close(byte[] last) {
        snapshot.set(null);
        status.set(last);
        close();
    }

    private void queue() {
        if (queued.compareAndSet(false, true)) {
            writers.execute(this::drain);
        }
    }

    private void drain() {
        try {
            OutputStream out = exchange.getResponseBody();
            write(out, status.getAndSet(null));
            write(out, snapshot.getAndSet(null));
            out.flush();
        } catch (IOException e) {
            closing = true;
        }
        if (closing) {
            exchange.close();
            onGone.run();
            return;
        }
        queued.set(false);
        if (status.get() != null || snapshot.get() != null || closing) {
            queue();
        }
    }

    private static void write(OutputStream out, byte @Nullable [] event) throws IOException {
        if (event != null) {
            out.write(event);
        }
    }
}
