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

/** The archives of a Spark installation, and processes that run on them. */
final class SparksOwn {

    private SparksOwn() {}

    static List<Path> jars(SparkLine spark) throws IOException {
        Path classPath = Path.of("..", "spark-runtime", spark.folder(), "target", "classpath.txt");
        return Arrays.stream(Files.readString(classPath).strip().split(":", -1))
                .map(Path::of)
                .toList();
    }

    /** Maps group and artifact of each archive to its version. */
    static Map<String, String> versions(SparkLine spark) throws IOException {
        Map<String, String> versions = new HashMap<>();
        for (Path jar : jars(spark)) {
            versions.put(coordinates(jar), version(jar));
        }
        return versions;
    }

    /**
     * Group and artifact, from the archive's place in a repository:
     * {@code …/org/example/artifact/1.0/artifact-1.0.jar}. A private repository has a folder for each JVM.
     */
    static String coordinates(Path jar) {
        String artifact = jar.resolve("../..").normalize().toString();
        int slash = artifact.lastIndexOf('/');
        String group = artifact.substring(0, slash).replaceFirst("^.*/(private-repository/[0-9]+|repository)/", "");
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

    /**
     * Starts a main class as Spark's scripts do.
     *
     * @param behind the class path after Spark's own archives
     */
    static Process start(SparkLine spark, Path log, List<Path> behind, List<String> command) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // the build starts this JVM with the options that Spark's scripts use on Java 17
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .forEach(line::add);
        line.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        List<Path> classPath = new ArrayList<>(jars(spark));
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
