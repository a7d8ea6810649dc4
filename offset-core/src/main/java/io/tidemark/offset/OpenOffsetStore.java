package io.tidemark.offset;

import java.util.Objects;

/**
 * A store together with the client that was opened for it. Closing this closes the client; the store itself owns
 * nothing.
 *
 * @since 0.1
 */
public final class OpenOffsetStore implements AutoCloseable {

    private final OffsetStore store;
    private final String address;
    private final Runnable closing;
    private boolean closed;

    /**
     * @param store the store
     * @param address its address, for messages; without secrets
     * @param closing closes the store's client; called once
     */
    public OpenOffsetStore(OffsetStore store, String address, Runnable closing) {
        this.store = Objects.requireNonNull(store, "store");
        this.address = Objects.requireNonNull(address, "address");
        this.closing = Objects.requireNonNull(closing, "closing");
    }

    /** The store; a {@link TransactionalOffsetStore} if the technology has transactions. */
    public OffsetStore store() {
        return store;
    }

    /** Closes the client; the store cannot be used afterwards. Closing it again has no effect. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closing.run();
        }
    }

    /** The address of the store, without secrets. */
    @Override
    public String toString() {
        return address;
    }
}
