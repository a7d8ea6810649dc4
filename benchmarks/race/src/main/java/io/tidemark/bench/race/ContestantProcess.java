package io.tidemark.bench.race;

import io.tidemark.bench.contestant.Setting;
import io.tidemark.bench.contestant.Totals;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contestant in its JVM. Speaks as {@code Desk} listens. */
final class ContestantProcess implements AutoCloseable {

    /**
     * How lines of the JVM itself begin: a profiler says in one that it has started, whatever {@code -Xlog} is set to.
     */
    private static final String JVM_LOG = "[";

    private static final int SECONDS_TO_END = 20;

    private final Lineup who;
    private final Path log;
    private final Process process;
    private final PrintStream requests;
    private final BufferedReader answers;

    private ContestantProcess(Lineup who, Path log, Process process) {
        this.who = who;
        this.log = log;
        this.process = process;
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a contestant and waits until it is up.
     *
     * @param benchmarks the folder of the modules
     * @param jvmOptions the same for all
     */
    static ContestantProcess start(Lineup who, Path benchmarks, List<String> jvmOptions, Setting setting)
            throws IOException {
        Path target = benchmarks.resolve(who.module()).resolve("target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(setting.jvmOptions());
        command.add("-Dlog4j2.level=WARN");
        command.add("-cp");
        command.add(target.resolve("classes")
                + File.pathSeparator
                + Files.readString(target.resolve("classpath.txt")).trim());
        command.add(who.main());
        command.addAll(who.arguments());
        Files.createDirectories(setting.folder());
        Path log = setting.folder().resolve("log");
        ContestantProcess contestant = new ContestantProcess(
                who,
                log,
                new ProcessBuilder(command).redirectError(log.toFile()).start());
        try {
            contestant.expect("ready");
            return contestant;
        } catch (IOException e) {
            contestant.close();
            throw e;
        }
    }

    /** Who it is. */
    Lineup who() {
        return who;
    }

    /** Has it read a topic; returns the nanoseconds that it took. */
    long run(String topic, String group, long records) throws IOException {
        requests.println("run " + topic + " " + group + " " + records);
        return Long.parseLong(expect("done").trim());
    }

    /** What it has counted. */
    Totals totals(String group) throws IOException {
        requests.println("totals " + group);
        Totals totals = new Totals();
        for (String answer = expect(""); !answer.equals("end"); answer = expect("")) {
            String[] parts = answer.split(" ", -1);
            totals.add(parts[1], Long.parseLong(parts[2]));
        }
        return totals;
    }

    private String expect(String beginning) throws IOException {
        String answer = answers.readLine();
        while (answer != null && answer.startsWith(JVM_LOG)) {
            answer = answers.readLine();
        }
        if (answer == null || !answer.startsWith(beginning) || answer.startsWith("failed")) {
            throw new IOException("Cannot race with " + who.title() + ": it "
                    + (answer == null ? "has ended" : "says '" + answer + "'") + "; its log ends with:\n" + endOfLog());
        }
        return answer.substring(beginning.length());
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    @Override
    public void close() {
        requests.close();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
