package io.tidemark.spark.internal.queue;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finishes batches on its own thread, one at a time and in the order in which they are handed over, so that the next
 * batch can begin meanwhile. After a failure, later batches are dropped. One thread at a time may hand batches over;
 * any thread may cut it off.
 */
public final class BatchTail {

    private final ExecutorService thread;
    private volatile Future<Boolean> last = CompletableFuture.completedFuture(true);

    /** @param name the thread's */
    public BatchTail(String name) {
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread finishing = new Thread(task, name);
            finishing.setDaemon(true);
            return finishing;
        });
    }

    /**
     * Waits until all batches that were handed over have ended; false if one of them failed.
     *
     * @throws ExecutionException if a batch threw an exception, instead of returning that it failed
     */
    public boolean awaitEnd() throws InterruptedException, ExecutionException {
        return last.get();
    }

    /**
     * Hands a batch over, once the one before has ended: no more than one waits in memory.
     *
     * @param rest finishes it, and returns whether it succeeded; throws nothing
     * @return false if it was dropped
     */
    public boolean handOver(Callable<Boolean> rest) throws InterruptedException, ExecutionException {
        if (!awaitEnd()) {
            return false;
        }
        last = thread.submit(rest);
        return true;
    }

    /** Interrupts the batch that is being finished, and takes no other. */
    public void cutOff() {
        thread.shutdownNow();
    }
}
