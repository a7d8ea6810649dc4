package io.tidemark.recharge.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page in a separate process, because its server needs other versions of libraries than Spark. The process ends
 * when this JVM ends, also after a kill.
 */
public final class PageProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PageProcess.class);

    /** The build directory of the page, which {@code bin/recharge} passes. */
    private static final String DIRECTORY = "recharge.site";

    private static final long STOP_SECONDS = 5;

    private final Process process;
    private final URI uri;

    private PageProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * Starts the page and waits until it is served.
     *
     * @param settings key to value of the configuration, without secrets
     * @param log receives the log of the process
     * @throws DemoException if the page cannot be served
     */
    static PageProcess start(Map<String, String> settings, Path log) {
        String directory = Optional.ofNullable(System.getProperty(DIRECTORY))
                .orElseThrow(() -> new DemoException("Cannot serve the page: the system property " + DIRECTORY
                        + " is not set; start the demo with bin/recharge"));
        List<String> arguments = new ArrayList<>(List.of("--until-input-ends"));
        new TreeMap<>(settings).forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        try {
            Process process = new ProcessBuilder(command(Path.of(directory), arguments))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String address = output.readLine();
            if (address == null) {
                throw new DemoException(
                        "Cannot serve the page: its process ended with " + process.waitFor() + ": " + lastLine(log));
            }
            var unused = process.onExit().thenAccept(ended -> LOG.info("The process of the page has ended: {}", ended));
            return new PageProcess(process, URI.create(address));
        } catch (IOException e) {
            throw new DemoException("Cannot serve the page: its process cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Cannot serve the page: interrupted while its process was starting", e);
        }
    }

    /**
     * The command that runs the page.
     *
     * @param directory the build directory of the page
     * @param arguments the arguments of {@code recharge site}
     * @throws IOException if its class path cannot be read; then the page has to be built
     */
    public static List<String> command(Path directory, List<String> arguments) throws IOException {
        String libraries = Files.readString(directory.resolve("classpath.txt")).strip();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", directory.resolve("classes") + File.pathSeparator + libraries));
        command.add("io.tidemark.site.Site");
        command.addAll(arguments);
        return command;
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it printed no reason" : lines.get(lines.size() - 1);
    }

    /** The address of the page. */
    URI uri() {
        return uri;
    }

    /** Ends the process; kills it if it does not end in time, or if this thread is interrupted. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
