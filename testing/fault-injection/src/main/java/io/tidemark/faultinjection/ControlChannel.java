package io.tidemark.faultinjection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The job's side of the connection to the test: it reports on standard output and receives commands on standard input.
 * When the test ends, the process ends too. Thread-safe.
 */
final class ControlChannel {

    /** Spark is ready; the job waits for the command to run. */
    static final String WARM = "warm";
    /** The stream has started. */
    static final String STARTED = "started";
    /** A batch is committed. */
    static final String COMMITTED = "committed";
    /** A thread blocks at the failpoint. */
    static final String HELD = "trapped";
    /** The job stopped with a conflict; the rest of the line is the message. */
    static final String CONFLICT = "conflict ";
    /** The job failed for another reason; the rest of the line is the message. */
    static final String FAILED = "failed ";

    /** The command to run, followed by the configuration file and, if there is a failpoint, its place and pass. */
    static final String RUN = "run";
    /** The command to release the thread at the failpoint. */
    static final String GO = "go";

    private final PrintStream out;
    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

    private ControlChannel(PrintStream out) {
        this.out = out;
    }

    static ControlChannel open(InputStream in, PrintStream out) {
        ControlChannel channel = new ControlChannel(out);
        Thread thread = new Thread(() -> channel.listen(in), "wire");
        thread.setDaemon(true);
        thread.start();
        return channel;
    }

    void say(String word) {
        out.println(word);
        out.flush();
    }

    /** The next command. Waits for it through interrupts, because a kill may come instead. */
    String take() {
        Optional<String> order = Optional.empty();
        boolean interrupted = false;
        while (order.isEmpty()) {
            try {
                order = Optional.of(orders.take());
            } catch (InterruptedException e) {
                // Spark interrupts tasks that it aborts; the failpoint holds them all the same
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return order.get();
    }

    private void listen(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                orders.add(line);
            }
        } catch (IOException e) {
            say(FAILED + "the connection to the test broke: " + e.getMessage());
        }
        Runtime.getRuntime().halt(1);
    }
}
