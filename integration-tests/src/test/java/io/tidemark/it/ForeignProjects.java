package io.tidemark.it;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Projects outside this build: a Maven process of their own builds them from the archives that Tidemark would install.
 */
final class ForeignProjects {

    private static final Pattern NODE =
            Pattern.compile("([\\w.-]+):([\\w.-]+):jar:(?:[\\w.-]+:)?([\\w.-]+):(?:compile|runtime|provided)$");
    private static final Path SOURCES = Path.of("foreign").toAbsolutePath();

    private final Path folder;

    private ForeignProjects(Path folder) {
        this.folder = folder;
    }

    /** Builds all of them for a line of Spark, in a copy outside of the folders of this build's projects. */
    static ForeignProjects build(SparkLine spark) throws IOException, InterruptedException {
        Path folder = Path.of("target", "foreign", spark.folder()).toAbsolutePath();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(SOURCES.relativize(file).toString());
                Files.createDirectories(copy.resolveSibling("."));
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path log = folder.resolve("build.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("tidemark.maven.home", ""), "bin", "mvn")
                        .toString(),
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + PrivateRepository.make(),
                "-T2"));
        command.addAll(spark.mavenProperties());
        command.add("package");
        ProcessBuilder maven = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().remove("MAVEN_OPTS");
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = maven.start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("Cannot build the foreign projects:\n" + Files.readString(log));
        }
        return new ForeignProjects(folder);
    }

    /** The archive of a project. */
    Path jar(String project) throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(folder.resolve(project).resolve("target"), "orders-*.jar")) {
            return jars.iterator().next();
        }
    }

    /** Maps group and artifact of everything in a project's {@code mvn dependency:tree} to its version. */
    Map<String, String> versions(String project) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        for (String line :
                Files.readAllLines(folder.resolve(project).resolve("target").resolve("tree.txt"))) {
            Matcher node = NODE.matcher(line);
            if (node.find()) {
                versions.put(node.group(1) + ":" + node.group(2), node.group(3));
            }
        }
        return versions;
    }

    /** The classes of a project, and what they need at run time beside Spark. */
    List<Path> classPath(String project) throws IOException {
        Path target = folder.resolve(project).resolve("target");
        List<Path> all = new ArrayList<>(List.of(target.resolve("classes")));
        for (String entry :
                Files.readString(target.resolve("classpath.txt")).strip().split(":", -1)) {
            all.add(Path.of(entry));
        }
        return all;
    }
}
