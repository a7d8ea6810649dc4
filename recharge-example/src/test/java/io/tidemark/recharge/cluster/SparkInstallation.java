package io.tidemark.recharge.cluster;

import io.tidemark.recharge.testing.SparkLine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A Spark installation: a folder of archives, here links into Maven's repository. Nothing of this project is on its
 * class path.
 */
final class SparkInstallation {

    private static final Path CLASS_PATH =
            Path.of("..", "..", "spark-runtime", SparkLine.current().folder(), "target", "classpath.txt");

    private final Path home;

    private SparkInstallation(Path home) {
        this.home = home;
    }

    /** Creates one in the module's build folder. */
    static SparkInstallation make() throws IOException {
        // not in a temporary folder, whose deletion fails because of the links
        Path home = Path.of("target", "spark-installation").toAbsolutePath();
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (Path jar : jars()) {
            Path link = jars.resolve(jar.getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, jar);
        }
        String lifeline = Lifeline.class.getName().replace('.', '/') + ".class";
        Path copy = home.resolve("lifeline").resolve(lifeline);
        Files.createDirectories(home.resolve("lifeline").resolve(lifeline.substring(0, lifeline.lastIndexOf('/'))));
        try (InputStream classFile = Lifeline.class.getClassLoader().getResourceAsStream(lifeline)) {
            if (classFile == null) {
                throw new IOException("Cannot find " + lifeline);
            }
            Files.copy(classFile, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return new SparkInstallation(home);
    }

    /** Spark's archives. */
    static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : Files.readString(CLASS_PATH).strip().split(":", -1)) {
            jars.add(Path.of(entry));
        }
        return jars;
    }

    /** The archive for spark-submit. */
    static Path jobJar() throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("target"), "*-spark.jar")) {
            Iterator<Path> jars = found.iterator();
            if (!jars.hasNext()) {
                throw new IOException(
                        "Cannot find target/*-spark.jar: mvn package makes it, unless spark.jar.skip is set");
            }
            return jars.next().toAbsolutePath();
        }
    }

    /**
     * Starts one of Spark's main classes like Spark's scripts. It ends with this process at the latest.
     *
     * @param log receives its output
     */
    Process start(Path log, String mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // this JVM has the options of Spark's scripts for Java 17
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(home.resolve("jars") + "/*:" + home.resolve("lifeline"));
        command.add(Lifeline.class.getName());
        command.add(mainClass);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        home.toString(),
                        "SPARK_SCALA_VERSION",
                        SparkLine.current().scalaBinaryVersion(),
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        "SPARK_LOCAL_DIRS",
                        home.resolve("local").toString()));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "SPARK_CONF_DIR"));
        return builder.start();
    }
}
