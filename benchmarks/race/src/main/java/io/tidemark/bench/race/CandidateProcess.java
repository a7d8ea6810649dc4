package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
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

/** A candidate in its JVM: the benchmark's side of the protocol of {@code CandidateServer}. */
final class CandidateProcess implements AutoCloseable {

    /**
     * The beginnings of lines that the JVM prints itself. A profiler prints one when it starts, regardless of {@code
     * -Xlog}.
     */
    private static final String JVM_LOG = "[";

    private static final int SECONDS_TO_END = 20;

    private final CandidateKind who;
    private final Path log;
    private final Process process;
    private final PrintStream requests;
    private final BufferedReader answers;

    private CandidateProcess(CandidateKind who, Path log, Process process) {
        this.who = who;
        this.log = log;
        this.process = process;
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a candidate and waits until it is ready.
     *
     * @param benchmarks the folder of the modules
     * @param jvmOptions the options of all candidates
     */
    static CandidateProcess start(CandidateKind who, Path benchmarks, List<String> jvmOptions, Setting setting)
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
        CandidateProcess candidate = new CandidateProcess(
                who,
                log,
                new ProcessBuilder(command).redirectError(log.toFile()).start());
        try {
            candidate.expect("ready");
            return candidate;
        } catch (IOException e) {
            candidate.close();
            throw e;
        }
    }

    /** The candidate. */
    CandidateKind who() {
        return who;
    }

    /** The candidate's JVM. */
    ProcessHandle process() {
        return process.toHandle();
    }

    /** Requests a run; returns the nanoseconds that it took. */
    long run(String topic, String group, long records) throws IOException {
        requests.println("run " + topic + " " + group + " " + records);
        return Long.parseLong(expect("done").trim());
    }

    /** Requests the totals. */
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
            throw new IOException("Cannot measure " + who.title() + ": it "
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
