package io.tidemark.embedded.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of a JVM on this JVM's class path. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * Writes the class path to a file of the data directory, where its length does not matter, and returns the command.
     *
     * @param options options of the JVM
     */
    public static List<String> command(DataDirectory home, Class<?> main, List<String> options, Path argument)
            throws IOException {
        Path classPath = home.write("class-path.args", List.of("-cp", quote(absoluteClassPath())));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of(
                "-Djava.awt.headless=true",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlog4j2.configurationFile=io/tidemark/embedded/server-log4j2.xml",
                "-Dlog4j2.disableJmx=true",
                "@" + classPath,
                main.getName(),
                argument.toString()));
        return line;
    }

    /** The server runs in another directory. */
    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
