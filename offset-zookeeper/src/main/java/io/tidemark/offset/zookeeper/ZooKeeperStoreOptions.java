package io.tidemark.offset.zookeeper;

import io.tidemark.offset.WriterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.zookeeper.data.ACL;

/**
 * Options of a {@link ZooKeeperOffsetStore}. Immutable; each method returns changed options.
 *
 * @since 0.1
 */
public final class ZooKeeperStoreOptions {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
    static final int SMALLEST_REQUEST = 4 * 1024;

    private final Duration timeout;
    private final List<ACL> acl;
    private final OptionalInt requestLimit;
    private final WriterName writer;

    private ZooKeeperStoreOptions(Duration timeout, List<ACL> acl, OptionalInt requestLimit, WriterName writer) {
        this.timeout = timeout;
        // the client checks ACL lists for null elements, and lists of List.copyOf throw an exception then
        this.acl = Collections.unmodifiableList(new ArrayList<>(acl));
        this.requestLimit = requestLimit;
        this.writer = writer;
    }

    /**
     * The defaults: 15 s for a call; new nodes belong to the client's own identity, or to everybody if it has none;
     * requests as large as the client's {@code jute.maxbuffer}; this process is the writer.
     */
    public static ZooKeeperStoreOptions defaults() {
        return new ZooKeeperStoreOptions(DEFAULT_TIMEOUT, List.of(), OptionalInt.empty(), WriterName.ofThisProcess());
    }

    /**
     * Returns the same options with another timeout for each call, including the wait for a lost connection.
     *
     * @param limit at least one millisecond
     */
    public ZooKeeperStoreOptions timeout(Duration limit) {
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "Cannot limit calls to ZooKeeper to " + limit + ": give at least one millisecond");
        }
        return new ZooKeeperStoreOptions(limit, acl, requestLimit, writer);
    }

    /**
     * Returns the same options with an ACL for the nodes that the store creates; existing nodes keep theirs.
     *
     * @param entries at least one; the client itself needs read, write, create and delete
     */
    public ZooKeeperStoreOptions acl(List<ACL> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("Cannot create nodes with an empty ACL: name at least one identity, or"
                    + " leave the ACL out to use the client's own");
        }
        return new ZooKeeperStoreOptions(timeout, entries, requestLimit, writer);
    }

    /**
     * Returns the same options with another size limit for one request, for servers whose {@code jute.maxbuffer} is
     * smaller than the client's.
     *
     * @param bytes at least 4,096
     */
    public ZooKeeperStoreOptions requestLimit(int bytes) {
        if (bytes < SMALLEST_REQUEST) {
            throw new IllegalArgumentException("Cannot limit requests to ZooKeeper to " + bytes + " bytes: the smallest"
                    + " limit is " + SMALLEST_REQUEST);
        }
        return new ZooKeeperStoreOptions(timeout, acl, OptionalInt.of(bytes), writer);
    }

    /** Returns the same options with another writer's name. */
    public ZooKeeperStoreOptions writer(WriterName name) {
        return new ZooKeeperStoreOptions(timeout, acl, requestLimit, name);
    }

    Duration timeout() {
        return timeout;
    }

    Optional<List<ACL>> acl() {
        return acl.isEmpty() ? Optional.empty() : Optional.of(acl);
    }

    OptionalInt requestLimit() {
        return requestLimit;
    }

    WriterName writer() {
        return writer;
    }

    /** Shows no identity, because the digest in an ACL is a secret's hash. */
    @Override
    public String toString() {
        return "ZooKeeperStoreOptions[timeout=" + timeout + ", acl="
                + (acl.isEmpty() ? "the client's" : acl.size() + " entries") + ", requestLimit="
                + (requestLimit.isPresent() ? requestLimit.getAsInt() + " bytes" : "jute.maxbuffer") + ", writer="
                + writer + "]";
    }
}
