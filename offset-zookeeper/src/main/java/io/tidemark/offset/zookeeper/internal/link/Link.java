package io.tidemark.offset.zookeeper.internal.link;

import java.util.List;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.ACL;

/** The requests of a store, each with a deadline. Safe for use by several threads. */
public interface Link {

    /** The server's address and chroot, for messages. */
    String server();

    /** A node of a server, for messages. */
    static String at(String path, String server) {
        return path + " in ZooKeeper at " + server;
    }

    /** The maximum size of a request, in bytes. */
    RequestSize limit();

    /**
     * Reads the current state, also if another client has just written it. Waits for a connection. Each request sees a
     * consistent state; all of them are sent at once.
     *
     * @param requests reading operations
     * @return their results; an operation on a missing node has an error as its result, any other error ends the call
     */
    List<List<OpResult>> read(List<List<Op>> requests, Deadline deadline) throws RequestException;

    /** Executes all operations or none. Does not wait for a connection. */
    void write(List<Op> operations, Deadline deadline) throws RequestException;

    /** Executes several requests, each atomically; all are sent at once. Throws the first one's failure. */
    void writeEach(List<List<Op>> requests, Deadline deadline) throws RequestException;

    /** Creates the missing nodes among the given ones, parents before children. */
    void createMissing(List<String> paths, List<ACL> acl, Deadline deadline) throws RequestException;
}
