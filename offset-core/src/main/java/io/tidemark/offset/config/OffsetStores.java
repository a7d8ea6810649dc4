package io.tidemark.offset.config;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens a store by its URL. The store's module must be on the class path. The page on choosing a store lists the URLs.
 *
 * <pre>{@code
 * try (OpenOffsetStore opened = OffsetStores.open(
 *         "zookeeper://zk1:2181,zk2:2181/kafka", Map.of("user", "job", "password", "file:/run/secrets/zk"))) {
 *     OffsetStore store = opened.store();
 *     ...
 * }
 * }</pre>
 *
 * <p>Secrets need not be in the URL: every parameter of the query can also be a separate setting, and a password that
 * is given as {@code file:PATH} or {@code env:NAME} is read from there. No message, log or {@code toString} shows it.
 *
 * @since 0.1
 */
public final class OffsetStores {

    /** The setting of a config block that holds the URL. */
    public static final String URL = "url";

    private static final Pattern SCHEME =
            Pattern.compile("((?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]{0,39}):.*", Pattern.DOTALL);

    private static final Map<String, String> KNOWN_ARTIFACTS = Map.ofEntries(
            Map.entry("mysql", "io.tidemark:tidemark-offset-mysql"),
            Map.entry("jdbc:mysql", "io.tidemark:tidemark-offset-mysql"),
            Map.entry("mariadb", "io.tidemark:tidemark-offset-mysql"),
            Map.entry("jdbc:mariadb", "io.tidemark:tidemark-offset-mysql"),
            Map.entry("postgresql", "io.tidemark:tidemark-offset-postgresql"),
            Map.entry("postgres", "io.tidemark:tidemark-offset-postgresql"),
            Map.entry("jdbc:postgresql", "io.tidemark:tidemark-offset-postgresql"),
            Map.entry("zookeeper", "io.tidemark:tidemark-offset-zookeeper"),
            Map.entry("kafka", "io.tidemark:tidemark-offset-kafka"),
            Map.entry("hdfs", "io.tidemark:tidemark-offset-hdfs"),
            Map.entry("redis", "io.tidemark:tidemark-metrics-redis"),
            Map.entry("rediss", "io.tidemark:tidemark-metrics-redis"),
            Map.entry("hbase", "io.tidemark:tidemark-offset-hbase"),
            Map.entry("hbase+zk", "io.tidemark:tidemark-offset-hbase"),
            Map.entry("hbase+rpc", "io.tidemark:tidemark-offset-hbase"));

    private OffsetStores() {}

    /**
     * Opens a store.
     *
     * @param url its URL
     * @return the store with its client; to be closed
     * @throws IllegalArgumentException if no store supports the URL, or settings are wrong; the message names all
     *     problems
     * @throws io.tidemark.offset.OffsetStoreException if the server cannot be reached or refuses the connection
     */
    public static OpenOffsetStore open(String url) {
        return open(url, Map.of());
    }

    /**
     * Opens a store.
     *
     * @param url its URL
     * @param settings the settings beside the URL: anything that the URL's query could set
     * @return the store with its client; to be closed
     * @throws IllegalArgumentException if no store supports the URL, or settings are wrong; the message names all
     *     problems
     * @throws io.tidemark.offset.OffsetStoreException if the server cannot be reached or refuses the connection
     */
    public static OpenOffsetStore open(String url, Map<String, String> settings) {
        List<OffsetStoreProvider> providers = providers();
        String scheme = scheme(url, providers);
        OffsetStoreProvider provider = providers.stream()
                .filter(one -> one.schemes().contains(scheme))
                .findFirst()
                .orElseThrow(() -> unknown(scheme, providers));
        return provider.open(StoreSettings.of(scheme, url, settings));
    }

    /**
     * Opens a store from a config block.
     *
     * @param block the settings, including the URL as {@value #URL}
     * @return the store with its client; to be closed
     * @throws IllegalArgumentException if no store supports the URL, or settings are wrong; the message names all
     *     problems
     * @throws io.tidemark.offset.OffsetStoreException if the server cannot be reached or refuses the connection
     */
    public static OpenOffsetStore open(Map<String, String> block) {
        Map<String, String> settings = new TreeMap<>(block);
        String url = settings.remove(URL);
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException(
                    "Cannot open an offset store: '" + URL + "' is not set; " + present(providers()));
        }
        return open(url, settings);
    }

    private static String scheme(String url, List<OffsetStoreProvider> providers) {
        Matcher matcher = SCHEME.matcher(url);
        if (!matcher.matches()) {
            // the text may be anything, including a password
            throw new IllegalArgumentException(
                    "Cannot open an offset store: the URL does not begin with a scheme and a colon; "
                            + present(providers));
        }
        return matcher.group(1).toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException unknown(String scheme, List<OffsetStoreProvider> providers) {
        String artifact = Optional.ofNullable(KNOWN_ARTIFACTS.get(scheme))
                .map(known -> "add " + known + " to the job")
                .orElse("Tidemark has mysql, mariadb, postgresql, zookeeper, hbase, kafka, hdfs, redis and"
                        + " memory; add the artifact of the store that supports it to the job"
                        + " (io.tidemark:tidemark-offset-...), or correct the URL");
        return new IllegalArgumentException("Cannot open an offset store of scheme '" + scheme
                + "': there is none on the class path; " + artifact + "; " + present(providers));
    }

    private static String present(List<OffsetStoreProvider> providers) {
        return "available are "
                + providers.stream()
                        .sorted(Comparator.comparing(OffsetStoreProvider::example))
                        .map(OffsetStoreProvider::example)
                        .collect(Collectors.joining(", "));
    }

    /** Searches the class loader of the job's jars, which under Spark is not always this class's. */
    private static List<OffsetStoreProvider> providers() {
        Map<String, OffsetStoreProvider> byClass = new LinkedHashMap<>();
        add(Thread.currentThread().getContextClassLoader(), byClass);
        add(OffsetStores.class.getClassLoader(), byClass);
        return List.copyOf(byClass.values());
    }

    private static void add(@Nullable ClassLoader loader, Map<String, OffsetStoreProvider> byClass) {
        if (loader == null) {
            return;
        }
        try {
            ServiceLoader.load(OffsetStoreProvider.class, loader)
                    .forEach(provider -> byClass.putIfAbsent(provider.getClass().getName(), provider));
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException(
                    "Cannot look for offset stores on the class path: " + e.getMessage()
                            + "; two versions of Tidemark may be on the class path",
                    e);
        }
    }
}
