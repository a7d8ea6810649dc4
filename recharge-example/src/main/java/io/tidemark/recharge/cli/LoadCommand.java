package io.tidemark.recharge.cli;

import io.tidemark.recharge.load.LoadedLog;
import io.tidemark.recharge.load.LogLoader;
import io.tidemark.recharge.load.TopicAccess;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code recharge load}. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a log file to a Kafka topic, one record for each line that is not blank.",
            "Lines that exceed the topic's maximum record size are skipped and reported on standard error."
        })
final class LoadCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The log: UTF-8 text, plain or gzip.")
    private Path file = Path.of("");

    @Option(names = "--bootstrap", required = true, paramLabel = "B", description = "Kafka's bootstrap servers.")
    private String bootstrap = "";

    @Option(names = "--topic", required = true, paramLabel = "T", description = "The topic; it must exist.")
    private String topic = "";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Kafka's settings for clients, key=value, such as security.protocol and sasl.*.")
    private Optional<Path> commandConfig = Optional.empty();

    @Option(
            names = "--resume",
            description = "Resumes an earlier, interrupted load of the same file and writes each record exactly once."
                    + " Nothing but"
                    + " the file may be in the topic. Without this option the whole file is appended.")
    private boolean resume;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UsageException(List.of("Cannot read the log " + file + ": there is no such readable file"));
        }
        try (Progress progress = Progress.of("Loading", Files.size(file), "MB", 1 << 20)) {
            LoadedLog loaded = loader().load(file, progress::reached);
            Output.warnings(loaded.warnings(file));
            System.out.println(loaded.loadedNow());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log " + file + ": " + e.getMessage(), e);
        }
    }

    private LogLoader loader() {
        Map<String, Object> kafka =
                new HashMap<>(commandConfig.map(LoadCommand::settings).orElse(Map.of()));
        kafka.put("bootstrap.servers", bootstrap);
        if (!resume) {
            return LogLoader.appending(kafka, topic);
        }
        Map<TopicPartition, Long> bases = new HashMap<>();
        try (TopicAccess access = new TopicAccess(kafka)) {
            access.ends(topic).keySet().forEach(partition -> bases.put(partition, 0L));
        }
        // if the topic does not exist, the appending loader reports it
        return bases.isEmpty() ? LogLoader.appending(kafka, topic) : LogLoader.resumable(kafka, topic, bases);
    }

    private static Map<String, String> settings(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(List.of("Cannot read --command-config " + file + ": it is not a readable file of"
                    + " key=value lines in UTF-8"));
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
