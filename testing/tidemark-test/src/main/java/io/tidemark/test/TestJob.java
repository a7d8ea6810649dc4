package io.tidemark.test;

import io.tidemark.embedded.process.ChildJvm;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.GuardedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A job in a process of its own, which can be killed and restarted. The process has the class path of the test, the
 * options that Spark needs on Java 17, and a temporary working directory, which is deleted in the end. It ends with the
 * JVM of the test, also if that is killed.
 *
 * <p>Safe for use by several threads; operations run one after the other.
 *
 * @since 0.1
 */
public final class TestJob implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LOG_END = 8_000;

    private final Class<?> main;
    private final List<String> jvmOptions;
    private final List<String> arguments;
    private final DataDirectory directory;

    private @Nullable GuardedProcess process;
    private boolean closed;

    private TestJob(Builder builder) {
        this.main = builder.main;
        this.arguments = builder.arguments;
        this.jvmOptions = new ArrayList<>(sparkOptions());
        // runs for seconds only: the second compiler would not pay off
        jvmOptions.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"));
        jvmOptions.addAll(builder.jvmOptions);
        this.directory = DataDirectory.open(Optional.empty(), "job");
    }

    /**
     * Describes a job.
     *
     * @param main a class with a {@code main} method, on the class path of the test
     */
    public static Builder of(Class<?> main) {
        return new Builder(main);
    }

    /** Describes a job. Used by one thread. */
    public static final class Builder {

        private final Class<?> main;
        private List<String> arguments = List.of();
        private List<String> jvmOptions = List.of();

        private Builder(Class<?> main) {
            this.main = main;
        }

        /** The arguments of its {@code main} method. */
        public Builder arguments(String... all) {
            arguments = List.of(all);
            return this;
        }

        /** Options of its JVM, which take precedence over the standard ones, such as {@code -Xmx1g}. */
        public Builder jvmOptions(String... all) {
            jvmOptions = List.of(all);
            return this;
        }

        /** Starts the job. The process exists when this returns; the job needs some seconds more. */
        public TestJob start() {
            TestJob job = new TestJob(this);
            try {
                job.restart();
                return job;
            } catch (RuntimeException failure) {
                job.directory.close();
                throw failure;
            }
        }
    }

    /** Starts the job again with the same arguments. A running job is stopped with SIGTERM first. */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("Cannot start " + this + ": it was closed; start another one");
        }
        stop();
        try {
            process = GuardedProcess.start(ChildJvm.command(directory, main, jvmOptions, arguments), directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot start " + this + ": " + failure.getMessage(), failure);
        }
    }

    /** Ends the process with SIGKILL, and waits for its end. Does nothing if it is not running. */
    public synchronized void kill() {
        GuardedProcess running = process;
        if (running != null && running.isAlive()) {
            running.kill();
        }
    }

    /**
     * Ends the process with SIGTERM, as an operator would, and waits for its end; after 20 s, ends it with SIGKILL.
     * Does nothing if it is not running.
     */
    public synchronized void stop() {
        GuardedProcess running = process;
        if (running != null && running.isAlive()) {
            running.terminate();
        }
    }

    /** Whether the process exists. */
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /**
     * The exit status of a process that has ended, more than 128 for a signal.
     *
     * @throws IllegalStateException if the process is running
     */
    public synchronized int exitStatus() {
        if (isRunning()) {
            throw new IllegalStateException("Cannot read the exit status of " + this + ": it is running");
        }
        return Objects.requireNonNull(process).exitStatus();
    }

    /** All that the job has printed, in all runs. */
    public String output() {
        try {
            return Files.exists(directory.log()) ? Files.readString(directory.log()) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the output of " + this, failure);
        }
    }

    /**
     * Waits until a condition holds. A condition that throws an exception does not hold yet.
     *
     * @param limit the longest time to wait
     * @param condition is checked every 100 ms
     * @throws AssertionError if the job ends before the condition holds, or the limit is reached; the message has the
     *     end of the job's output
     */
    public void await(Duration limit, Callable<Boolean> condition) {
        long began = System.nanoTime();
        Exception last = null;
        while (true) {
            boolean running = isRunning();
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception notYet) {
                last = notYet;
            }
            if (!running) {
                throw failed("the job has ended with status " + exitStatus(), last);
            }
            if (System.nanoTime() - began > limit.toNanos()) {
                throw failed("the condition does not hold after " + limit.toMillis() + " ms", last);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw failed("the thread was interrupted", last);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private AssertionError failed(String reason, @Nullable Exception cause) {
        String output = output();
        return new AssertionError(
                "Cannot continue the test of " + this + ": " + reason + "; the end of its output:\n"
                        + output.substring(Math.max(0, output.length() - LOG_END)),
                cause);
    }

    private static List<String> sparkOptions() {
        try (InputStream options = Objects.requireNonNull(
                TestJob.class.getResourceAsStream("spark-jvm-options.txt"), "spark-jvm-options.txt")) {
            return List.of(new String(options.readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the process with SIGKILL and deletes its working directory. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            kill();
            directory.close();
        }
    }

    @Override
    public String toString() {
        return "job " + main.getName();
    }
}
