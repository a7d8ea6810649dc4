package io.tidemark.recharge.prove;

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
 * A job's end of the line to the proof: words go out on standard output, orders come in on standard input. When the
 * proof is gone, so is the process. Thread-safe.
 */
final class Wire {

    /** Spark is up; the job waits for its orders. */
    static final String WARM = "warm";
    /** The stream has started. */
    static final String STARTED = "started";
    /** A batch is committed. */
    static final String COMMITTED = "committed";
    /** Somebody is in the trap. */
    static final String TRAPPED = "trapped";
    /** Another driver has moved on; the rest of the line says what was found. */
    static final String CONFLICT = "conflict ";
    /** The job has failed otherwise; the rest of the line says how. */
    static final String FAILED = "failed ";

    /** The order to run: the configuration's file follows and, where there is a trap, its point and passage. */
    static final String RUN = "run";
    /** The order to let go of who is in the trap. */
    static final String GO = "go";

    private final PrintStream out;
    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

    private Wire(PrintStream out) {
        this.out = out;
    }

    static Wire open(InputStream in, PrintStream out) {
        Wire wire = new Wire(out);
        Thread thread = new Thread(() -> wire.listen(in), "wire");
        thread.setDaemon(true);
        thread.start();
        return wire;
    }

    void say(String word) {
        out.println(word);
        out.flush();
    }

    /** The next order; waits for it, whatever happens, because it is a kill that may come instead. */
    String take() {
        Optional<String> order = Optional.empty();
        boolean interrupted = false;
        while (order.isEmpty()) {
            try {
                order = Optional.of(orders.take());
            } catch (InterruptedException e) {
                // Spark interrupts tasks that it gives up; a trap holds them all the same
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
            say(FAILED + "the proof cannot be heard: " + e.getMessage());
        }
        Runtime.getRuntime().halt(1);
    }
}
