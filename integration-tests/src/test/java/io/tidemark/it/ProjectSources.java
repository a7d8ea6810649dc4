package io.tidemark.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java sources of the whole project. */
final class ProjectSources {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private ProjectSources() {}

    /** The names of their files, without folders. */
    static Set<String> names() {
        try (Stream<Path> modules = Files.list(PROJECT)) {
            return modules.filter(module -> Files.exists(module.resolve("pom.xml")) || module.endsWith("testing"))
                    .flatMap(ProjectSources::namesIn)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> namesIn(Path module) {
        try (Stream<Path> files = Files.walk(module)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
