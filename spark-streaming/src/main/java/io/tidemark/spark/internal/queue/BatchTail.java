package io.tidemark.spark.internal.queue;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finishes batches on a thread of its own, one at a time and in the order in which they are handed over, so that the
 * next batch can begin meanwhile. What comes behind a failure is dropped. To be handed over to by one thread at a time;
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
     * Waits until all that was handed over has ended; false if some of it failed.
     *
     * @throws ExecutionException if a batch did not only fail but threw, which it is not to
     */
    public boolean awaitEnd() throws InterruptedException, ExecutionException {
        return last.get();
    }

    /**
     * Hands a batch over, once the one before has ended: no more than one waits in memory.
     *
     * @param rest what is left of it; answers whether it succeeded, and throws nothing
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
