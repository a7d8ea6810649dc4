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
     * The command line of a server.
     *
     * @param options options of the JVM
     */
    public static List<String> command(DataDirectory home, Class<?> main, List<String> options, Path argument)
            throws IOException {
        return command(home, main, absoluteClassPath(), options, argument);
    }

    /** The same on another class path, whose entries are absolute. */
    public static List<String> command(
            DataDirectory home, Class<?> main, String entries, List<String> options, Path argument) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(
                "-Djava.awt.headless=true",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlog4j2.configurationFile=io/tidemark/embedded/server-log4j2.xml",
                "-Dlog4j2.disableJmx=true"));
        return command(home, main, entries, all, List.of(argument.toString()));
    }

    /**
     * The command line of any program. The class path goes to a file of the data directory, where its length does not
     * matter.
     *
     * @param options options of the JVM
     * @param arguments arguments of the program
     */
    public static List<String> command(DataDirectory home, Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        return command(home, main, absoluteClassPath(), options, arguments);
    }

    private static List<String> command(
            DataDirectory home, Class<?> main, String entries, List<String> options, List<String> arguments)
            throws IOException {
        Path classPath = home.write("class-path.args", List.of("-cp", quote(entries)));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("@" + classPath, main.getName()));
        line.addAll(arguments);
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
