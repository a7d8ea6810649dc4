package io.tidemark.it;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A local Maven repository of the tests' own. It holds Tidemark as it would be installed, and leads to the user's
 * repository for all else: so nothing is installed there, and nothing is downloaded twice.
 */
final class PrivateRepository {

    private static final String VERSION = System.getProperty("tidemark.version", "0.1.0-SNAPSHOT");
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Map<String, String> POMS = Map.of(
            "tidemark-parent", ".",
            "tidemark-bom", "bom",
            "tidemark-spark-streaming-parent", "spark-streaming",
            "tidemark-structured-streaming-parent", "structured-streaming");
    private static final Map<String, String> JARS = Map.ofEntries(
            Map.entry("tidemark-offset-core", "offset-core"),
            Map.entry("tidemark-offset-tck", "offset-tck"),
            Map.entry("tidemark-offset-jdbc", "offset-jdbc"),
            Map.entry("tidemark-offset-mysql", "offset-mysql"),
            Map.entry("tidemark-offset-postgresql", "offset-postgresql"),
            Map.entry("tidemark-offset-zookeeper", "offset-zookeeper"),
            Map.entry("tidemark-offset-hbase", "offset-hbase"),
            Map.entry("tidemark-offset-kafka", "offset-kafka"),
            Map.entry("tidemark-offset-hdfs", "offset-hdfs"),
            Map.entry("tidemark-metrics-redis", "metrics-redis"),
            Map.entry("tidemark-test", "testing/tidemark-test"),
            Map.entry("tidemark-test-servers", "testing/servers"),
            Map.entry("tidemark-spark-streaming_2.12", "spark-streaming/v3.5"),
            Map.entry("tidemark-spark-streaming_2.13", "spark-streaming/v4.2"),
            Map.entry("tidemark-structured-streaming_2.12", "structured-streaming/v3.5"),
            Map.entry("tidemark-structured-streaming_2.13", "structured-streaming/v4.2"));

    private PrivateRepository() {}

    /** Makes one in the module's build folder. */
    static Path make() throws IOException {
        Path users = Path.of(System.getProperty("tidemark.local.repository", ""));
        // one for each JVM: another one must not read an archive while this one copies it
        Path repository = Path.of(
                        "target",
                        "private-repository",
                        Long.toString(ProcessHandle.current().pid()))
                .toAbsolutePath();
        Path own = Files.createDirectories(repository.resolve("io").resolve("tidemark"));
        linkAll(users, repository);
        linkAll(users.resolve("io"), repository.resolve("io"));
        for (Map.Entry<String, String> pom : POMS.entrySet()) {
            install(own, pom.getKey(), PROJECT.resolve(pom.getValue()));
        }
        for (Map.Entry<String, String> module : JARS.entrySet()) {
            Path folder = install(own, module.getKey(), PROJECT.resolve(module.getValue()));
            String jar = module.getKey() + "-" + VERSION + ".jar";
            copy(PROJECT.resolve(module.getValue()).resolve("target").resolve(jar), folder.resolve(jar));
        }
        return repository;
    }

    private static Path install(Path own, String artifact, Path module) throws IOException {
        Path folder = Files.createDirectories(own.resolve(artifact).resolve(VERSION));
        copy(module.resolve("pom.xml"), folder.resolve(artifact + "-" + VERSION + ".pom"));
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isRegularFile(from)) {
            throw new IOException("Cannot install " + from.getFileName()
                    + " for foreign projects: it has not been built; run mvn verify, which packages it first");
        }
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void linkAll(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                Path link = to.resolve(entry.getFileName());
                if (!Files.exists(link)) {
                    Files.deleteIfExists(link);
                    Files.createSymbolicLink(link, entry);
                }
            }
        }
    }
}
