package io.tidemark.cli;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code kept://name}: a store in memory that outlives the command which has opened it. */
public final class KeptStoreProvider implements OffsetStoreProvider {

    private static final Map<String, InMemoryOffsetStore> STORES = new ConcurrentHashMap<>();

    /** For the service loader. */
    public KeptStoreProvider() {}

    static InMemoryOffsetStore store(String name) {
        return STORES.computeIfAbsent(name, unknown -> new InMemoryOffsetStore());
    }

    @Override
    public Set<String> schemes() {
        return Set.of("kept");
    }

    @Override
    public String example() {
        return "kept://name";
    }

    @Override
    public OpenOffsetStore open(StoreSettings settings) {
        InMemoryOffsetStore store = store(settings.hosts()).writingAs(settings.writer());
        settings.secret("password");
        settings.requireValid();
        return new OpenOffsetStore(store, settings.address(), () -> {});
    }
}
