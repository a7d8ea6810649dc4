package io.tidemark.offset.zookeeper;

import io.tidemark.offset.zookeeper.internal.link.Deadline;
import io.tidemark.offset.zookeeper.internal.link.Link;
import io.tidemark.offset.zookeeper.internal.link.RequestException;
import io.tidemark.offset.zookeeper.internal.link.RequestSize;
import java.util.List;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.data.ACL;

/** A link on which something happens just before the write that makes offsets hold, or after it. */
class WatchedLink implements Link {

    private final Link link;

    WatchedLink(Link link) {
        this.link = link;
    }

    /** Called before each write of offsets. */
    void beforeWrite() throws RequestException {}

    /** Called before a pending write is carried over to the classic nodes. */
    void beforeCarryOver() throws RequestException {}

    @Override
    public String server() {
        return link.server();
    }

    @Override
    public RequestSize limit() {
        return link.limit();
    }

    @Override
    public List<List<OpResult>> read(List<List<Op>> requests, Deadline deadline) throws RequestException {
        return link.read(requests, deadline);
    }

    @Override
    public void write(List<Op> operations, Deadline deadline) throws RequestException {
        if (operations.get(0).getType() == OpCode.setData) {
            beforeWrite();
        }
        link.write(operations, deadline);
    }

    @Override
    public void writeEach(List<List<Op>> requests, Deadline deadline) throws RequestException {
        beforeCarryOver();
        link.writeEach(requests, deadline);
    }

    @Override
    public void createMissing(List<String> paths, List<ACL> acl, Deadline deadline) throws RequestException {
        link.createMissing(paths, acl, deadline);
    }
}
