package io.tidemark.recharge.prove;

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

/** A job in a process of its own, from the proof's side: told what to do, listened to, killed, frozen. Thread-safe. */
final class JobProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobProcess.class);

    /** A conflict names all its partitions; the log has them. */
    private static final int MOST_WORDS = 220;

    private final int number;
    private final Path log;
    private final Process process;
    private State state = new State(false, false, 0, false, Optional.empty(), false);

    /**
     * How far the job has come.
     *
     * @param warm Spark is up
     * @param started the stream has started
     * @param commits how many batches it has committed
     * @param trapped it is held in its trap
     * @param farewell how it said that it ended
     * @param ended its process has ended
     */
    record State(
            boolean warm, boolean started, long commits, boolean trapped, Optional<String> farewell, boolean ended) {

        /** Whether it was told that another driver has moved on. */
        boolean inConflict() {
            return farewell.filter(words -> words.startsWith(Wire.CONFLICT)).isPresent();
        }
    }

    private JobProcess(int number, Path log, Process process) {
        this.number = number;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a process, which brings Spark up and waits for its orders.
     *
     * @param mainClass what runs in it
     * @param number tells its log from others
     * @param folder where its log goes
     */
    static JobProcess start(Class<?> mainClass, int number, Path folder) {
        Path log = folder.resolve("job-%02d.log".formatted(number));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // this JVM was given what Spark wants of a JVM 17
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        // lives for seconds: the other compiler would only cost
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
            throw new ProofException("Cannot start a job: " + e.getMessage(), e);
        }
    }

    /** Which of the proof's jobs it is. */
    int number() {
        return number;
    }

    /** Where it logs. */
    Path log() {
        return log;
    }

    /** Has the job run. */
    void run(Path config, Optional<Trap> trap) {
        say(Wire.RUN + " " + config
                + trap.map(set -> " " + set.point().name() + " " + set.passage())
                        .orElse(""));
    }

    /** In words, what has become of it so far. */
    String fate() {
        State now = state();
        String end = now.farewell().orElseGet(() -> now.ended() ? "with status " + process.exitValue() : "");
        String words = end.length() <= MOST_WORDS ? end : end.substring(0, MOST_WORDS) + "...";
        return now.ended() ? "ended: " + words : "goes on, with " + now.commits() + " batches committed";
    }

    synchronized State state() {
        return state;
    }

    /**
     * Waits until something holds, or the process has ended, or the time is up.
     *
     * @return the state by then
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
        // through the handle: the process's own method closes the wire first, which is another death
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Ends it with SIGTERM, as its operator would, and waits for its end. */
    boolean terminate(Duration limit) throws InterruptedException {
        process.toHandle().destroy();
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** Lets a frozen job go on, and who is in its trap. */
    void thaw() throws InterruptedException {
        signal("CONT");
        say(Wire.GO);
    }

    private void signal(String name) throws InterruptedException {
        try {
            // bash and dash both have it built in; /bin/kill is not everywhere
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new ProofException("Cannot send SIG" + name + " to job " + number + ": it has ended; see " + log);
            }
        } catch (IOException e) {
            throw new ProofException("Cannot send SIG" + name + " to job " + number + ": " + e.getMessage(), e);
        }
    }

    private void say(String order) {
        try {
            OutputStream orders = process.getOutputStream();
            orders.write((order + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
        } catch (IOException e) {
            throw new ProofException("Cannot speak to job " + number + ": " + e.getMessage() + "; see " + log, e);
        }
    }

    private void listen() {
        try (BufferedReader words = process.inputReader(StandardCharsets.UTF_8)) {
            for (String word = words.readLine(); word != null; word = words.readLine()) {
                heard(word);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("Job {} can no longer be heard", number, e);
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        change(new State(
                state().warm(), state().started(), state().commits(), state().trapped(), state().farewell(), true));
    }

    private void heard(String word) {
        State now = state();
        if (word.equals(Wire.WARM)) {
            change(new State(true, false, 0, false, Optional.empty(), false));
        } else if (word.equals(Wire.STARTED)) {
            change(new State(true, true, now.commits(), now.trapped(), Optional.empty(), false));
        } else if (word.equals(Wire.COMMITTED)) {
            change(new State(true, now.started(), now.commits() + 1, now.trapped(), Optional.empty(), false));
        } else if (word.equals(Wire.TRAPPED)) {
            change(new State(true, now.started(), now.commits(), true, Optional.empty(), false));
        } else if (word.startsWith(Wire.CONFLICT) || word.startsWith(Wire.FAILED)) {
            change(new State(true, now.started(), now.commits(), now.trapped(), Optional.of(word), false));
        }
    }

    private synchronized void change(State next) {
        state = next;
        notifyAll();
    }

    /** Ends it if it has not ended. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "job " + number;
    }
}
