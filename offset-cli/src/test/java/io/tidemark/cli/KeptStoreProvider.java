package io.tidemark.cli;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code kept://name}: a store in memory that outlives the command which has opened it. */
public final class KeptStoreProvider implements OffsetStoreProvider {

    private static final String UNREADABLE = "-unreadable";
    private static final String RUNNING = "-running";
    private static final Map<String, Runnable> MEANWHILE = new ConcurrentHashMap<>();
    private static final Map<String, InMemoryOffsetStore> STORES = new ConcurrentHashMap<>();

    /** For the service loader. */
    public KeptStoreProvider() {}

    static InMemoryOffsetStore store(String name) {
        return STORES.computeIfAbsent(name, unknown -> new InMemoryOffsetStore());
    }

    /** Another name of the same store, under which loss receipts cannot be read. */
    static String withoutReceipts(String name) {
        String other = name + UNREADABLE;
        STORES.put(other, store(name));
        return other;
    }

    /** The URL of the same store, where something else happens as soon as first offsets are stored. */
    static String running(String name, Runnable meanwhile) {
        MEANWHILE.put(name + RUNNING, meanwhile);
        STORES.put(name + RUNNING, store(name));
        return "kept://" + name + RUNNING;
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
        OffsetStore opened = settings.hosts().endsWith(UNREADABLE) ? failing(store) : store;
        Runnable meanwhile = MEANWHILE.get(settings.hosts());
        if (meanwhile != null) {
            opened = after("initialize", store, meanwhile);
        }
        return new OpenOffsetStore(opened, settings.address(), () -> {});
    }

    private static OffsetStore after(String call, InMemoryOffsetStore store, Runnable meanwhile) {
        return (OffsetStore) Proxy.newProxyInstance(
                KeptStoreProvider.class.getClassLoader(),
                new Class<?>[] {OffsetStore.class},
                (proxy, method, arguments) -> {
                    Object result = method.invoke(store, arguments);
                    if (method.getName().equals(call)) {
                        meanwhile.run();
                    }
                    return result;
                });
    }

    private static OffsetStore failing(OffsetStore store) {
        return (OffsetStore) Proxy.newProxyInstance(
                KeptStoreProvider.class.getClassLoader(),
                new Class<?>[] {OffsetStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("lossReceipts")) {
                        throw new OffsetStoreException("Cannot read the loss receipts: the disk is broken");
                    }
                    return method.invoke(store, arguments);
                });
    }
}
