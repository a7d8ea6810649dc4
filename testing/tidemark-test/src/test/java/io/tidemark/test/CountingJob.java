package io.tidemark.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Prints how often it has run in its working directory; ends at once if asked to. */
final class CountingJob {

    private CountingJob() {}

    /** Takes {@code wait}, or the status to end with. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Path.of("runs");
        int runs = Files.exists(file) ? Integer.parseInt(Files.readString(file)) + 1 : 1;
        Files.writeString(file, Integer.toString(runs));
        System.out.println("run " + runs);
        if (!arguments[0].equals("wait")) {
            System.exit(Integer.parseInt(arguments[0]));
        }
        TimeUnit.DAYS.sleep(1);
    }
}
