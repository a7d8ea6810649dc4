package io.tidemark.offset.memory;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Set;

/**
 * Opens {@code memory:}, an empty store that ends with its job, for first steps and tests.
 *
 * @since 0.1
 */
public final class MemoryStoreProvider implements OffsetStoreProvider {

    /** For the service loader. */
    public MemoryStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("memory");
    }

    @Override
    public String example() {
        return "memory:";
    }

    @Override
    public OpenOffsetStore open(StoreSettings settings) {
        WriterName writer = settings.writer();
        if (!settings.hosts().isEmpty() || !settings.path().isEmpty()) {
            settings.problem("a store in memory has no address; use memory:");
        }
        settings.requireValid();
        return new OpenOffsetStore(new InMemoryOffsetStore().writingAs(writer), settings.address(), () -> {});
    }
}
