package io.tidemark.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source files of the library's public types. */
final class PublicSources {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LIBRARY =
            Pattern.compile("offset-(?!cli).*|metrics-.*|spark-streaming|structured-streaming");
    private static final Pattern TYPE = Pattern.compile(
            "(/\\*\\*(?:(?!\\*/).)*\\*/)\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*public [\\w -]*(?:class|record|interface|enum) ",
            Pattern.DOTALL);

    private PublicSources() {}

    /** All of them, without internal packages. */
    static Stream<Source> all() {
        return libraries().stream().flatMap(PublicSources::of).filter(source -> !source.name()
                .contains(".internal."));
    }

    /** The source folders of the library modules. A new module belongs to them by its name. */
    private static List<Path> libraries() {
        try (Stream<Path> modules = Files.list(PROJECT)) {
            return modules.filter(module ->
                            LIBRARY.matcher(module.getFileName().toString()).matches())
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Source> of(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> Source.of(root, file))
                    .filter(Source::isPublic)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A source file.
     *
     * @param path where it is
     * @param name the name of its type
     * @param typeComment the Javadoc of its public type; empty if it has none
     */
    record Source(Path path, String name, String typeComment) {

        static Source of(Path root, Path path) {
            try {
                String name = root.relativize(path).toString().replace('/', '.').replaceFirst("\\.java$", "");
                Matcher type = TYPE.matcher(Files.readString(path));
                return new Source(path, name, type.find() ? type.group(1) : "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isPublic() {
            return !typeComment.isEmpty();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
