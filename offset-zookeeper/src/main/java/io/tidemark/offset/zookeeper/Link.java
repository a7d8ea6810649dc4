package io.tidemark.offset.zookeeper;

import java.util.List;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.ACL;

/** The requests that a store makes, each bounded in time. Safe for use by several threads. */
interface Link {

    /** The server's address and chroot, for people. */
    String server();

    /** A node of a server, for people. */
    static String at(String path, String server) {
        return path + " in ZooKeeper at " + server;
    }

    /** How large one request may be, in bytes. */
    RequestSize limit();

    /**
     * Reads what is stored now, also where another client has just written it. Waits for a connection. Each of the
     * requests sees one moment; all of them are under way at once.
     *
     * @param requests reading operations
     * @return their results; an operation on a missing node has an error for its result, any other error ends the call
     */
    List<List<OpResult>> read(List<List<Op>> requests, Deadline deadline) throws RequestException;

    /** Carries out all operations or none. Does not wait for a connection where there is none. */
    void write(List<Op> operations, Deadline deadline) throws RequestException;

    /** Carries out several requests, each as a whole; all are under way at once. Throws the first one's failure. */
    void writeEach(List<List<Op>> requests, Deadline deadline) throws RequestException;

    /** Creates those of some nodes, parents before children, that are missing. */
    void createMissing(List<String> paths, List<ACL> acl, Deadline deadline) throws RequestException;
}
