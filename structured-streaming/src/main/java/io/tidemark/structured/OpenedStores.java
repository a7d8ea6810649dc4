package io.tidemark.structured;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store and the sink of one run of a query, and the clients that were opened for it. */
final class OpenedStores implements AutoCloseable {

    private final OffsetStore store;
    private final Optional<MetricSink> sink;
    private final List<OpenOffsetStore> clients;

    private OpenedStores(OffsetStore store, Optional<MetricSink> sink, List<OpenOffsetStore> clients) {
        this.store = store;
        this.sink = sink;
        this.clients = clients;
    }

    /**
     * Opens store and sink.
     *
     * @throws IllegalArgumentException if one of them cannot do what the options want of it
     */
    static OpenedStores open(SourceOptions options) {
        List<OpenOffsetStore> clients = new ArrayList<>();
        try {
            OffsetStore store = open(options.store(), clients);
            Optional<MetricSink> sink = options.sink().map(place -> metricSink(place, open(place, clients)));
            if (options.guarantee() == Guarantee.EXACTLY_ONCE_WITH_STORE
                    && !(store instanceof TransactionalOffsetStore<?>)) {
                throw new IllegalArgumentException("Cannot start the query of group "
                        + options.keeping().group() + ": " + SourceOptions.OUTPUT + " is "
                        + options.guarantee().word() + ", but " + store
                        + " has no transactions; use a store in a database, such as mysql://host/database");
            }
            return new OpenedStores(store, sink, clients);
        } catch (RuntimeException | Error e) {
            clients.forEach(OpenOffsetStore::close);
            throw e;
        }
    }

    private static OffsetStore open(SourceOptions.Place place, List<OpenOffsetStore> clients) {
        Optional<OffsetStore> registered = RegisteredStores.find(place.url());
        if (registered.isPresent()) {
            return registered.get();
        }
        OpenOffsetStore opened = OffsetStores.open(place.url(), place.settings());
        clients.add(opened);
        return opened.store();
    }

    private static MetricSink metricSink(SourceOptions.Place place, OffsetStore opened) {
        if (opened instanceof MetricSink sink) {
            return sink;
        }
        throw new IllegalArgumentException("Cannot use the store of option " + place.option() + " as a sink: " + opened
                + " keeps offsets only; use a sink, such as redis://host:6379");
    }

    OffsetStore store() {
        return store;
    }

    Optional<MetricSink> sink() {
        return sink;
    }

    /** The sink, whose ledger governs, or the store. */
    OffsetStore governing() {
        return sink.map(OffsetStore.class::cast).orElse(store);
    }

    @Override
    public void close() {
        clients.forEach(OpenOffsetStore::close);
    }
}
