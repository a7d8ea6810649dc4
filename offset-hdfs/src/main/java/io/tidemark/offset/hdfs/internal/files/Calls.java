package io.tidemark.offset.hdfs.internal.files;

import io.tidemark.offset.OffsetStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;

/**
 * Runs calls on daemon threads and waits for each of them no longer than its limit. Hadoop's clients can wait for a
 * server for minutes, or for as long as it is frozen, with any settings. Safe for use by several threads.
 */
public final class Calls {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ExecutorService THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Calls::thread);

    private Calls() {}

    /**
     * Runs a call.
     *
     * @param call its limit
     * @param work what it does; an {@link OffsetStoreException} is passed on
     * @throws FileFailure if it fails, does not end within its limit, or the thread is or gets interrupted, which then
     *     stays interrupted
     */
    public static <T> T run(Call call, Callable<T> work) throws FileFailure {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Future<T> running = THREADS.submit(() -> {
            // Hadoop searches its classes and files there
            Thread.currentThread().setContextClassLoader(loader);
            return work.call();
        });
        try {
            return running.get(Math.max(0, call.leftNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            Optional<Path> undecided = call.abandon();
            running.cancel(true);
            throw new FileFailure(call.timeIsUp() + HdfsRemedies.advice(HdfsRemedies.NO_ANSWER), undecided, late);
        } catch (InterruptedException interrupted) {
            Optional<Path> undecided = call.abandon();
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new FileFailure(call.interrupted(), undecided, interrupted);
        } catch (ExecutionException failed) {
            throw failure(call, failed.getCause() == null ? failed : failed.getCause());
        }
    }

    private static FileFailure failure(Call call, Throwable cause) {
        if (cause instanceof OffsetStoreException known) {
            throw known;
        }
        Throwable inner = cause instanceof UncheckedIOException ? cause.getCause() : cause;
        if (inner instanceof IOException io) {
            return new FileFailure(
                    HdfsRemedies.describe(io) + " (while " + call.failedStep() + ")"
                            + HdfsRemedies.advice(HdfsRemedies.code(io)),
                    call.applying(),
                    io);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (call.applying().isPresent()) {
            return new FileFailure(cause.toString(), call.applying(), cause);
        }
        if (cause instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        return new FileFailure(cause.toString(), Optional.empty(), cause);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "tidemark-hdfs-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
