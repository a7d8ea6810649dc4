package io.tidemark.bench.contestant;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A contestant's side of the talk with the race: a request a line on the standard input, the answer on the standard
 * output.
 *
 * <pre>
 * (when it is up)            ready
 * run TOPIC GROUP RECORDS    done NANOS
 * totals GROUP               total NAME NUMBER, for each, then end
 * (whatever fails)           failed WHY
 * </pre>
 *
 * <p>Whatever else the JVM prints goes to the standard error. It ends with its input.
 */
public final class Desk {

    private Desk() {}

    /** Makes the contestant, which may take its time. */
    @FunctionalInterface
    public interface Entry {
        Contestant enter(Setting setting) throws Exception;
    }

    /** Serves the race until it hangs up, then ends the JVM. */
    public static void serve(Entry entry) throws Exception {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        try (Contestant contestant = entry.enter(Setting.ofSystemProperties());
                BufferedReader requests =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            answers.println("ready");
            serve(contestant, requests, answers);
        }
        // whatever threads a framework leaves behind; a profiler writes its recording now
        System.exit(0);
    }

    static void serve(Contestant contestant, BufferedReader requests, PrintStream answers) throws IOException {
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            try {
                answer(contestant, request.split(" ", -1), answers);
            } catch (Exception e) {
                e.printStackTrace();
                answers.println("failed " + e.toString().replaceAll("\\s+", " "));
            }
        }
    }

    private static void answer(Contestant contestant, String[] request, PrintStream answers) throws Exception {
        switch (request[0]) {
            case "run" -> answers.println("done " + contestant.run(request[1], request[2], Long.parseLong(request[3])));
            case "totals" -> {
                contestant
                        .totals(request[1])
                        .forEach((name, number) -> answers.println("total " + name + " " + number));
                answers.println("end");
            }
            default -> throw new IllegalArgumentException("Cannot answer " + request[0] + ": not a request");
        }
    }
}
