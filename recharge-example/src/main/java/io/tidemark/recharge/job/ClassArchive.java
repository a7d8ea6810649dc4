package io.tidemark.recharge.job;

import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.StreamListener;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an archive of the classes that this process has loaded until its first committed batch. The next start maps
 * them from the archive instead of reading and verifying them. {@code bin/recharge} asks for it if there is no current
 * archive: it has the JVM list the classes, and names both files in system properties. Another process makes the
 * archive, once, at the lowest priority. If it fails, there is no archive. Thread-safe.
 */
final class ClassArchive implements StreamListener {

    private static final String ARCHIVE = "recharge.class-archive";
    private static final String LIST = "recharge.class-list";

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    private final Path archive;
    private final Path list;
    private final String classPath;
    private final Path whole;
    private final Path partial;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param archive the file to make
     * @param list the classes, as the JVM lists them; deleted at the end
     * @param classPath where they come from; an archive can hold only those of the jars before the first folder
     */
    ClassArchive(Path archive, Path list, String classPath) {
        this.archive = archive;
        this.list = list;
        this.classPath = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .takeWhile(entry -> new File(entry).isFile())
                .collect(Collectors.joining(File.pathSeparator));
        this.whole = list.resolveSibling(list.getFileName() + ".whole");
        this.partial = list.resolveSibling(list.getFileName() + ".jsa");
        List.of(list, whole, partial).forEach(file -> file.toFile().deleteOnExit());
    }

    /**
     * The archive that {@code bin/recharge} asks for. Removes one that the JVM has refused, so the next start asks.
     */
    static Optional<ClassArchive> asked() {
        Optional<Path> archive =
                Optional.ofNullable(System.getProperty(ARCHIVE)).map(Path::of);
        Optional<Path> list = Optional.ofNullable(System.getProperty(LIST)).map(Path::of);
        if (list.isEmpty() && !System.getProperty("java.vm.info", "").contains("sharing")) {
            archive.ifPresent(ClassArchive::delete);
        }
        return archive.flatMap(
                file -> list.map(classes -> new ClassArchive(file, classes, System.getProperty("java.class.path"))));
    }

    @Override
    public void batchCommitted(BatchCommitted event) {
        if (begun.compareAndSet(false, true)) {
            Thread thread = new Thread(this::make, "class-archive");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Makes the archive. */
    void make() {
        try {
            copyWholeLines();
            if (succeeds(new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(Redirect.DISCARD))) {
                Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE);
                LOG.info("The next start takes the loaded classes from {}", archive);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("Cannot make {}", archive, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            List.of(list, whole, partial).forEach(ClassArchive::delete);
        }
    }

    /** Runs a process that ends at the latest with this one. */
    private static boolean succeeds(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return process.waitFor() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The JVM still writes to the list: its last line may be incomplete. */
    private void copyWholeLines() throws IOException {
        String text = Files.readString(list, StandardCharsets.UTF_8);
        Files.writeString(whole, text.substring(0, text.lastIndexOf('\n') + 1), StandardCharsets.UTF_8);
    }

    private List<String> command() {
        return List.of(
                "nice",
                "-n",
                "19",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + whole,
                "-XX:SharedArchiveFile=" + partial,
                "-cp",
                classPath);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("Cannot delete {}", file, e);
        }
    }
}
