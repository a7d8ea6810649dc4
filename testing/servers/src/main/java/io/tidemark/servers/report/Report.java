package io.tidemark.servers.report;

import io.tidemark.servers.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Prints, at the end of a build, what tests ran, on which versions of the servers, and what did not and why. */
public final class Report {

    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);
    private static final String LINE = "-".repeat(72);

    private final Path root;
    private final Path written;
    private final Instant since;

    private Report(Path root, Path written) {
        this.root = root;
        this.written = written;
        this.since =
                LocalDateTime.parse(written.getFileName().toString(), STARTED).toInstant(ZoneOffset.UTC);
    }

    /**
     * Prints the report.
     *
     * @param arguments the directory of the project, that of what the servers' tests wrote in this run, what the
     *     servers were ({@code embedded} or {@code containers}), and the images that users may run, separated by commas
     */
    public static void main(String... arguments) throws IOException {
        Report report = new Report(Path.of(arguments[0]), Path.of(arguments[1]));
        report.lines(ServerKind.named(arguments[2]), List.of(arguments[3].split(",", -1)))
                .forEach(System.out::println);
    }

    private List<String> lines(ServerKind kind, List<String> known) throws IOException {
        List<ModuleRun> runs = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (Path module : modules()) {
            ModuleRun run = ModuleRun.of(root, module, since);
            if (run.isEmpty()) {
                without.add(run.name());
            } else {
                runs.add(run);
            }
        }
        List<String> lines =
                new ArrayList<>(List.of(LINE, "Tests on " + kind.describe(), "", "Servers, as they say themselves"));
        Set<String> images = servers(lines);
        lines.addAll(List.of("", "Ran"));
        for (ModuleRun run : runs) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-28s %5d unit tests %5d integration tests%s",
                    run.name(),
                    run.unit(),
                    run.integration(),
                    run.failed() == 0 ? "" : ", " + run.failed() + " FAILED"));
        }
        lines.addAll(List.of("", "Did not run"));
        runs.forEach(run -> run.skipped().forEach(skipped -> lines.add("  " + run.name() + " " + skipped)));
        if (kind == ServerKind.CONTAINERS) {
            lines.add("  unit tests, and the modules without tests on these servers (" + String.join(", ", without)
                    + "): run mvn verify");
        } else {
            lines.add("  anything on containers: run mvn verify -Pcontainers");
        }
        List<String> others =
                known.stream().filter(image -> !images.contains(image)).toList();
        if (kind == ServerKind.CONTAINERS && !others.isEmpty()) {
            lines.add("  other images that users run (" + String.join(", ", others)
                    + "): choose one with -Dtidemark.image.mysql, .mariadb, .postgresql, .zookeeper, .kafka or .redis");
        }
        lines.add(LINE);
        return lines;
    }

    /** Adds the servers, and answers with the images among them. */
    private Set<String> servers(List<String> lines) throws IOException {
        Set<String> servers = new TreeSet<>();
        if (Files.exists(written)) {
            try (Stream<Path> files = Files.list(written)) {
                for (Path file : files.toList()) {
                    servers.addAll(Files.readAllLines(file));
                }
            }
        }
        Set<String> images = new TreeSet<>();
        for (String server : servers) {
            String[] parts = server.split("\t", -1);
            images.add(parts[1]);
            lines.add(String.format(Locale.ROOT, "  %-10s %-40s %s", parts[0], parts[2], parts[3]));
        }
        return images;
    }

    private List<Path> modules() throws IOException {
        // testing/servers and spark-streaming/v3.5 are the deepest that have tests
        try (Stream<Path> folders = Files.find(
                root, 2, (folder, attributes) -> Files.exists(folder.resolve("pom.xml")) && !folder.equals(root))) {
            return folders.sorted().toList();
        }
    }
}
