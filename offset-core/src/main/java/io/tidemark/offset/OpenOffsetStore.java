package io.tidemark.offset;

import java.util.Objects;

/**
 * A store together with the client that was opened for it. Closing this closes the client; the store itself owns
 * nothing.
 */
public final class OpenOffsetStore implements AutoCloseable {

    private final OffsetStore store;
    private final String address;
    private final Runnable closing;
    private boolean closed;

    /**
     * @param store the store
     * @param address where it is, for people; holds no secret
     * @param closing closes the store's client; called once
     */
    public OpenOffsetStore(OffsetStore store, String address, Runnable closing) {
        this.store = Objects.requireNonNull(store, "store");
        this.address = Objects.requireNonNull(address, "address");
        this.closing = Objects.requireNonNull(closing, "closing");
    }

    /** The store; a {@link TransactionalOffsetStore} where the technology has transactions. */
    public OffsetStore store() {
        return store;
    }

    /** Closes the client; the store is of no use any more. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closing.run();
        }
    }

    /** Where the store is, without any secret. */
    @Override
    public String toString() {
        return address;
    }
}
