package io.tidemark.recharge.cli;

import io.tidemark.recharge.load.LoadedLog;
import io.tidemark.recharge.load.LogLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code recharge load}. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Writes a log file into a topic of any Kafka, one record for each line that is not blank.")
final class LoadCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The log.")
    private Path file = Path.of("");

    @Option(names = "--bootstrap", required = true, paramLabel = "B", description = "Kafka's bootstrap servers.")
    private String bootstrap = "";

    @Option(names = "--topic", required = true, paramLabel = "T", description = "The topic; it must exist.")
    private String topic = "";

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UsageException(List.of("Cannot read the log " + file + ": there is no such readable file"));
        }
        try (Progress progress = Progress.of("Loading", Files.size(file), "MB", 1 << 20)) {
            LoadedLog loaded = LogLoader.appending(Map.of("bootstrap.servers", bootstrap), topic)
                    .load(file, progress::reached);
            System.out.println(loaded.loadedNow());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log " + file + ": " + e.getMessage(), e);
        }
    }
}
