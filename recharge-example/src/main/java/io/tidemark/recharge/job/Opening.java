package io.tidemark.recharge.job;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A resource that is opened on another thread, so that several are opened at the same time. Closing it waits until it
 * is open, and closes it. Thread-safe.
 *
 * @param <T> the type of the resource
 */
public final class Opening<T extends Closeable> implements Closeable {

    private final CompletableFuture<T> opened = new CompletableFuture<>();

    private Opening() {}

    /** Begins to open a resource. */
    public static <T extends Closeable> Opening<T> begin(Supplier<T> open) {
        Opening<T> opening = new Opening<>();
        // a thread of its own inherits the class loader that spark-submit has set; one of a common pool does not
        Thread thread = new Thread(() -> opening.run(open), "opening");
        thread.setDaemon(true);
        thread.start();
        return opening;
    }

    private void run(Supplier<T> open) {
        try {
            opened.complete(open.get());
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }

    /**
     * Waits until the resource is open.
     *
     * @throws RuntimeException what opening it has thrown
     */
    public T get() {
        try {
            return opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        T resource;
        try {
            resource = opened.join();
        } catch (CompletionException e) {
            // get() has thrown it; there is nothing to close
            return;
        }
        resource.close();
    }
}
