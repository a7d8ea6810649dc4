package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The archive of this line, beside the jars of its Spark. */
class ArchiveIT {

    @Test
    void sparkFindsTheSourceInIt() throws IOException {
        try (JarFile archive = new JarFile(archive().toFile())) {
            ZipEntry service = archive.getEntry("META-INF/services/org.apache.spark.sql.sources.DataSourceRegister");
            assertThat(service).isNotNull();
            assertThat(new String(archive.getInputStream(service).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualToIgnoringNewLines(TidemarkSourceProvider.class.getName());
        }
    }

    @Test
    void itHoldsItsOwnClassesOnly() throws IOException {
        Set<String> own = classes(archive());

        assertThat(own)
                .contains("io/tidemark/structured/internal/line/QueryPlans.class")
                .allMatch(name -> name.startsWith("io/tidemark/structured/"));
    }

    @Test
    void noOtherJarHasOneOfItsClasses() throws IOException {
        Set<String> own = classes(archive());
        for (Path jar : jars().toList()) {
            Set<String> others = classes(jar);
            others.retainAll(own);
            assertThat(others).as(jar.toString()).isEmpty();
        }
    }

    @Test
    void whatItsClassesNeedIsInSparksClassPath() throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        String spark = jars().map(Path::toString).collect(Collectors.joining(File.pathSeparator));

        jdeps.run(
                out,
                out,
                "--multi-release",
                "17",
                "--missing-deps",
                "-cp",
                spark,
                archive().toString());

        assertThat(said.toString().lines().filter(line -> line.contains("not found")))
                .as(said.toString())
                .isEmpty();
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .matches("tidemark-structured-streaming_2\\.1\\d-[^-]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "Cannot check the archive: it has not been built; run mvn verify, which"
                                    + " packages it first"));
        }
    }

    /** The class path of the tests without this module: Spark, its Kafka source, and the core. */
    private static Stream<Path> jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"))
                .filter(path -> !path.getFileName().toString().startsWith("tidemark-structured-streaming"))
                .filter(Files::isRegularFile);
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (JarFile archive = new JarFile(jar.toFile())) {
            return archive.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .collect(Collectors.toSet());
        }
    }
}
