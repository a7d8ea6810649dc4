package io.tidemark.recharge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.testing.SparkLine;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of the archive for spark-submit. */
@Tag(SparkLine.EVERY)
class SparkJarIT {

    /**
     * The others are clients that refer to libraries of features that the job does not use, such as pools and monitors.
     */
    private static final List<String> OWN =
            List.of("io.tidemark.", "org.apache.spark.", "org.I0Itec.", "com.typesafe.");

    @Test
    void noClassIsInSparksClassPathAsWell() throws IOException {
        Set<String> twice = classes(SparkInstallation.jobJar());
        Set<String> spark = new HashSet<>();
        for (Path jar : SparkInstallation.jars()) {
            spark.addAll(classes(jar));
        }
        twice.retainAll(spark);
        assertThat(spark).contains("org/apache/spark/SparkContext.class");
        assertThat(twice).isEmpty();
    }

    @Test
    void whatItsClassesNeedIsInItOrInSparksClassPath() throws IOException {
        String spark =
                SparkInstallation.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        jdeps.run(
                out,
                out,
                "--multi-release",
                "17",
                "--missing-deps",
                "-cp",
                spark,
                SparkInstallation.jobJar().toString());
        assertThat(said.toString()).contains("->");
        assertThat(said.toString()
                        .lines()
                        .map(String::strip)
                        .filter(line -> OWN.stream().anyMatch(line::startsWith))
                        // what was moved there comes with parts for other libraries
                        .filter(line -> !line.startsWith("io.tidemark.recharge.lib."))
                        // of its own that Spark's reader names after it has been renamed; the job subscribes to nothing
                        .filter(line -> !line.startsWith("org.apache.spark.streaming.kafka010.SubscribePattern "))
                        .filter(line -> !line.startsWith("org.apache.spark.sql.kafka010.SubscribePatternStrategy "))
                        // the commands that start servers are not for a cluster
                        .filter(line -> !line.contains("-> io.tidemark.embedded.")))
                .isEmpty();
    }

    @Test
    void theServicesOfAllItsPartsAreListed() throws IOException {
        assertThat(service("io.tidemark.offset.spi.OffsetStoreProvider"))
                .contains("io.tidemark.offset.mysql.MySqlStoreProvider")
                .hasSizeGreaterThan(2);
        assertThat(service("java.sql.Driver")).contains("com.mysql.cj.jdbc.Driver");
        assertThat(service("org.apache.spark.security.HadoopDelegationTokenProvider"))
                .contains("org.apache.spark.kafka010.KafkaDelegationTokenProvider");
    }

    @Test
    void theServersOfTheDemoAreNotInIt() throws IOException {
        assertThat(classes(SparkInstallation.jobJar()))
                .contains("io/tidemark/recharge/cli/Recharge.class")
                .noneMatch(name -> name.startsWith("io/tidemark/embedded/") || name.startsWith("kafka/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "servers"})
    void aCommandThatStartsServersSaysThatItCannot(String command) throws Exception {
        List<String> java = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp"));
        java.add(Stream.concat(Stream.of(SparkInstallation.jobJar()), SparkInstallation.jars().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        java.addAll(List.of("io.tidemark.recharge.cli.Recharge", command));

        Process process = new ProcessBuilder(java).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said.lines())
                .containsExactly("recharge: Cannot run '" + command
                        + "' from this archive: it is built for a cluster and does not contain servers; run"
                        + " 'bin/recharge " + command + "' in a checkout");
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (JarFile archive = new JarFile(jar.toFile())) {
            return archive.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private static List<String> service(String name) throws IOException {
        try (JarFile archive = new JarFile(SparkInstallation.jobJar().toFile())) {
            byte[] bytes = archive.getInputStream(archive.getEntry("META-INF/services/" + name))
                    .readAllBytes();
            return Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\\R"));
        }
    }
}
