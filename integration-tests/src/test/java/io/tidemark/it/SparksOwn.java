package io.tidemark.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** What an installation of Spark has on its class path, and processes that run on it. */
final class SparksOwn {

    private static final Path CLASS_PATH = Path.of("..", "spark-runtime", "target", "classpath.txt");

    private SparksOwn() {}

    static List<Path> jars() throws IOException {
        return Arrays.stream(Files.readString(CLASS_PATH).strip().split(":", -1))
                .map(Path::of)
                .toList();
    }

    /** Group and artifact of each archive, to its version. */
    static Map<String, String> versions() throws IOException {
        Map<String, String> versions = new HashMap<>();
        for (Path jar : jars()) {
            versions.put(coordinates(jar), version(jar));
        }
        return versions;
    }

    /** The folders of a repository tell: {@code …/org/example/artifact/1.0/artifact-1.0.jar}. */
    static String coordinates(Path jar) {
        String artifact = jar.resolve("../..").normalize().toString();
        int slash = artifact.lastIndexOf('/');
        String group = artifact.substring(0, slash).replaceFirst("^.*/(private-)?repository/", "");
        return group.replace('/', '.') + ":" + artifact.substring(slash + 1);
    }

    static String version(Path jar) {
        String folder = jar.resolve("..").normalize().toString();
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    static Set<String> classes(Path jar) throws IOException {
        try (JarFile archive = new JarFile(jar.toFile())) {
            return archive.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .filter(name -> !name.equals("module-info.class"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    /** Starts a main class as Spark's scripts do: Spark's archives alone, and what comes behind them. */
    static Process start(Path log, List<Path> behind, List<String> command) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // this JVM was given what Spark's scripts give to a JVM 17
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .forEach(line::add);
        line.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        List<Path> classPath = new ArrayList<>(jars());
        classPath.addAll(behind);
        line.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
        line.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "SPARK_CONF_DIR"));
        return builder.start();
    }
}
