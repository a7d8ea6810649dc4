package io.tidemark.cli.options;

import io.tidemark.cli.cluster.Operator;
import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store's URL and its settings, which may hold secrets.
 *
 * @param url the URL
 * @param settings the settings from the file
 */
public record StoreAddress(String url, Map<String, String> settings) {

    private static final String KAFKA = "kafka:";
    private static final String CLIENT = "kafka.";

    public StoreAddress {
        settings = Map.copyOf(settings);
    }

    /**
     * Creates an address.
     *
     * @param option the option for the URL
     * @param url the URL, if it was given
     * @param fileOption the option for the file
     * @param file the file, if it was given; it may hold the URL as {@code url}
     */
    public static StoreAddress of(String option, Optional<String> url, String fileOption, Optional<Path> file) {
        Map<String, String> settings = file.map(path -> new TreeMap<>(PropertyFile.read(fileOption, path)))
                .orElseGet(TreeMap::new);
        Optional<String> inFile = Optional.ofNullable(settings.remove(OffsetStores.URL));
        return new StoreAddress(
                url.or(() -> inFile)
                        .orElseThrow(() -> CommandException.usage("Cannot find the store: give " + option
                                + " URL, as in mysql://db:3306/offsets, or a file with url= as " + fileOption)),
                settings);
    }

    /** The brokers of a store in Kafka. */
    public Optional<String> brokers() {
        if (!url.toLowerCase(Locale.ROOT).startsWith(KAFKA)) {
            return Optional.empty();
        }
        String hosts = url.substring(KAFKA.length()).replaceFirst("^//", "").replaceFirst("[/?].*$", "");
        return Optional.of(hosts.substring(hosts.lastIndexOf('@') + 1)).filter(text -> !text.isBlank());
    }

    /** The settings of Kafka's clients of this store. */
    Map<String, String> clientSettings() {
        Map<String, String> clients = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(CLIENT)) {
                clients.put(key.substring(CLIENT.length()), value);
            }
        });
        return clients;
    }

    /** The transactional id of a group in a store in Kafka. */
    public Optional<String> transactionalId(String group) {
        return brokers().map(hosts -> settings.getOrDefault("transactional-id-prefix", "tidemark-") + group);
    }

    /** A store in Kafka connects as the tool does, unless its own settings define it. */
    public StoreAddress connectingAs(Map<String, String> commandConfig) {
        boolean itsOwn = settings.containsKey("user")
                || !clientSettings().isEmpty()
                || url.contains("@")
                || url.contains("kafka.");
        if (brokers().isEmpty() || itsOwn) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(settings);
        commandConfig.forEach((key, value) -> {
            if (!key.equals("bootstrap.servers")) {
                all.put(CLIENT + key, value);
            }
        });
        return new StoreAddress(url, all);
    }

    public OpenOffsetStore open() {
        Map<String, String> all = new TreeMap<>(settings);
        // the query of a jdbc URL belongs to the driver, so a writer in it would not be ours
        if (url.startsWith("jdbc:") || !url.contains("writer=")) {
            all.putIfAbsent("writer", Operator.writer().value());
        }
        try {
            return OffsetStores.open(url, all);
        } catch (IllegalArgumentException wrong) {
            throw CommandException.usage(String.valueOf(wrong.getMessage()));
        }
    }

    /** The URL may hold a password. */
    @Override
    public String toString() {
        return "StoreAddress[" + settings.keySet() + "]";
    }
}
