package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs several tasks that all start at the same moment. */
final class Racers {

    /** The number of drivers in most tests. */
    static final int DRIVERS = 8;

    /** The minimum length of each chain. */
    static final long GOAL = 150;

    private static final long LIMIT_SECONDS = 120;

    private Racers() {}

    /** Runs the tasks, each on its own thread, and returns their results in the order of the tasks. */
    static <T> List<T> race(List<? extends Callable<T>> tasks) {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException failed) {
            return fail("a racing driver ended with something else than success or a conflict", failed.getCause());
        } catch (TimeoutException late) {
            return fail("the race was not over after " + LIMIT_SECONDS + " s", late);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return fail("the race was interrupted", interrupt);
        } finally {
            threads.shutdownNow();
        }
    }
}
