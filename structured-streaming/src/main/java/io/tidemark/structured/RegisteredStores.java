package io.tidemark.structured;

import io.tidemark.offset.OffsetStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stores and sinks that an application has made itself, for queries in its own process: the options {@code
 * tidemark.store} and {@code tidemark.sink} take {@code registered:NAME} in place of a URL.
 *
 * <pre>{@code
 * RegisteredStores.register("orders", new MySqlOffsetStore(dataSource));
 * spark.readStream().format("tidemark").option("tidemark.store", "registered:orders").load();
 * }</pre>
 *
 * <p>Queries borrow them and close none of them. Thread-safe.
 *
 * @since 0.1
 */
public final class RegisteredStores {

    private static final String SCHEME = "registered:";
    private static final Map<String, OffsetStore> STORES = new ConcurrentHashMap<>();

    private RegisteredStores() {}

    /**
     * Registers a store or a sink. A name that is registered already gets the new store; queries that run keep the one
     * that they were started with.
     *
     * @param name its name in {@code registered:NAME}
     * @param store the store, or a {@link io.tidemark.metrics.MetricSink}
     */
    public static void register(String name, OffsetStore store) {
        STORES.put(name, store);
    }

    /** The URL of a registered store. */
    static String url(String name) {
        return SCHEME + name;
    }

    /** Removes a store; queries that run keep it. Does nothing if there is none of this name. */
    public static void remove(String name) {
        STORES.remove(name);
    }

    /**
     * The store of a URL, if it is one of a registered store.
     *
     * @throws IllegalArgumentException if no store of this name is registered
     */
    static Optional<OffsetStore> find(String url) {
        if (!url.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String name = url.substring(SCHEME.length());
        OffsetStore store = STORES.get(name);
        if (store == null) {
            throw new IllegalArgumentException("Cannot find the registered store '" + name
                    + "': this process has registered none of that name; call RegisteredStores.register before the"
                    + " query is started, on the driver, or use the URL of a store");
        }
        return Optional.of(store);
    }
}
