package io.tidemark.bench.candidate;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The candidate's side of the benchmark's protocol: a request is a line on standard input, and its response is on
 * standard output.
 *
 * <pre>
 * (when it has started)            ready
 * run TOPIC GROUP RECORDS    done NANOS
 * totals GROUP               total NAME NUMBER, for each, then end
 * (after any failure)           failed REASON
 * </pre>
 *
 * <p>All other output of the JVM goes to standard error. The JVM ends when its input ends.
 */
public final class CandidateServer {

    private CandidateServer() {}

    /** Creates the candidate. */
    @FunctionalInterface
    public interface Entry {
        Candidate enter(Setting setting) throws Exception;
    }

    /** Serves requests until the benchmark closes the input, then ends the JVM. */
    public static void serve(Entry entry) throws Exception {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        try (Candidate candidate = entry.enter(Setting.ofSystemProperties());
                BufferedReader requests =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            answers.println("ready");
            serve(candidate, requests, answers);
        }
        // ends the threads that a framework leaves; a profiler writes its recording now
        System.exit(0);
    }

    static void serve(Candidate candidate, BufferedReader requests, PrintStream answers) throws IOException {
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            try {
                answer(candidate, request.split(" ", -1), answers);
            } catch (Exception e) {
                e.printStackTrace();
                answers.println("failed " + e.toString().replaceAll("\\s+", " "));
            }
        }
    }

    private static void answer(Candidate candidate, String[] request, PrintStream answers) throws Exception {
        switch (request[0]) {
            case "run" -> answers.println("done " + candidate.run(request[1], request[2], Long.parseLong(request[3])));
            case "totals" -> {
                candidate.totals(request[1]).forEach((name, number) -> answers.println("total " + name + " " + number));
                answers.println("end");
            }
            default -> throw new IllegalArgumentException("Cannot answer " + request[0] + ": not a request");
        }
    }
}
