package io.tidemark.faultinjection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a job, from the side of the test: runs, observes, kills and freezes it. Thread-safe. */
final class JobProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobProcess.class);

    /** The limit of a shown message: the message of a conflict names all its partitions, and is in the log. */
    private static final int MOST_WORDS = 220;

    private final int number;
    private final Path log;
    private final Process process;
    private State state = new State(false, false, 0, false, Optional.empty(), false);

    /**
     * The state of the job.
     *
     * @param warm Spark is ready
     * @param started the stream has started
     * @param commits the number of committed batches
     * @param held a thread blocks at the failpoint
     * @param farewell the reported reason of the end
     * @param ended its process has ended
     */
    record State(boolean warm, boolean started, long commits, boolean held, Optional<String> farewell, boolean ended) {

        /** Whether it stopped with a conflict. */
        boolean inConflict() {
            return farewell.filter(words -> words.startsWith(ControlChannel.CONFLICT))
                    .isPresent();
        }
    }

    private JobProcess(int number, Path log, Process process) {
        this.number = number;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a process, which starts Spark and waits for the command to run.
     *
     * @param mainClass its main class
     * @param number identifies its log
     * @param folder the folder of its log
     */
    static JobProcess start(Class<?> mainClass, int number, Path folder) {
        Path log = folder.resolve("job-%02d.log".formatted(number));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // this JVM was started with the options that Spark needs on Java 17
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        // runs for seconds only: the second compiler would not pay off
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"));
        command.addAll(List.of("-Drecharge.log.to=file", "-Drecharge.log.file=" + log));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("job-%02d.err".formatted(number)).toFile()));
            JobProcess job = new JobProcess(number, log, builder.start());
            Thread listener = new Thread(job::listen, "job-" + number);
            listener.setDaemon(true);
            listener.start();
            return job;
        } catch (IOException e) {
            throw new FaultInjectionException("Cannot start a job: " + e.getMessage(), e);
        }
    }

    /** The number of the job within the test. */
    int number() {
        return number;
    }

    /** The path of its log. */
    Path log() {
        return log;
    }

    /** Sends the command to run. */
    void run(Path config, Optional<Failpoint> failpoint) {
        say(ControlChannel.RUN + " " + config
                + failpoint
                        .map(set -> " " + set.point().name() + " " + set.passage())
                        .orElse(""));
    }

    /** A description of its end or its progress. */
    String fate() {
        State now = state();
        String end = now.farewell().orElseGet(() -> now.ended() ? "with status " + process.exitValue() : "");
        String words = end.length() <= MOST_WORDS ? end : end.substring(0, MOST_WORDS) + "...";
        return now.ended() ? "ended: " + words : "continues, with " + now.commits() + " batches committed";
    }

    synchronized State state() {
        return state;
    }

    /**
     * Waits until a condition holds, the process has ended, or the limit is reached.
     *
     * @return the state after that
     */
    synchronized State await(Predicate<State> condition, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.test(state) && !state.ended()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return state;
    }

    /** Ends it with SIGKILL, and waits for its end. */
    void kill() throws InterruptedException {
        // through the handle: the method of the process closes the streams first, which ends the job in another way
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Ends it with SIGTERM, as an operator does, and waits for its end. */
    boolean terminate(Duration limit) throws InterruptedException {
        process.toHandle().destroy();
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** Resumes a frozen job, and releases the thread at its failpoint. */
    void thaw() throws InterruptedException {
        signal("CONT");
        say(ControlChannel.GO);
    }

    private void signal(String name) throws InterruptedException {
        try {
            // a built-in command of bash and dash; some systems have no /bin/kill
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new FaultInjectionException(
                        "Cannot send SIG" + name + " to job " + number + ": it has ended; see " + log);
            }
        } catch (IOException e) {
            throw new FaultInjectionException(
                    "Cannot send SIG" + name + " to job " + number + ": " + e.getMessage(), e);
        }
    }

    private void say(String order) {
        try {
            OutputStream orders = process.getOutputStream();
            orders.write((order + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
        } catch (IOException e) {
            throw new FaultInjectionException(
                    "Cannot send a command to job " + number + ": " + e.getMessage() + "; see " + log, e);
        }
    }

    private void listen() {
        try (BufferedReader words = process.inputReader(StandardCharsets.UTF_8)) {
            for (String word = words.readLine(); word != null; word = words.readLine()) {
                heard(word);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The output of job {} cannot be read", number, e);
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        change(new State(
                state().warm(), state().started(), state().commits(), state().held(), state().farewell(), true));
    }

    private void heard(String word) {
        State now = state();
        if (word.equals(ControlChannel.WARM)) {
            change(new State(true, false, 0, false, Optional.empty(), false));
        } else if (word.equals(ControlChannel.STARTED)) {
            change(new State(true, true, now.commits(), now.held(), Optional.empty(), false));
        } else if (word.equals(ControlChannel.COMMITTED)) {
            change(new State(true, now.started(), now.commits() + 1, now.held(), Optional.empty(), false));
        } else if (word.equals(ControlChannel.HELD)) {
            change(new State(true, now.started(), now.commits(), true, Optional.empty(), false));
        } else if (word.startsWith(ControlChannel.CONFLICT) || word.startsWith(ControlChannel.FAILED)) {
            change(new State(true, now.started(), now.commits(), now.held(), Optional.of(word), false));
        }
    }

    private synchronized void change(State next) {
        state = next;
        notifyAll();
    }

    /** Ends the process if it is still running. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "job " + number;
    }
}
