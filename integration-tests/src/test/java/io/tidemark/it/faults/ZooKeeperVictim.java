package io.tidemark.it.faults;

import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/** The store on ZooKeeper. A server that cannot write its log ends itself. */
final class ZooKeeperVictim extends Victim {

    private static final String CHROOT = "/jobs";

    private final EmbeddedZooKeeper server;

    ZooKeeperVictim() {
        this(EmbeddedZooKeeper.start());
    }

    private ZooKeeperVictim(EmbeddedZooKeeper server) {
        super(server, WireProtocol.ZOOKEEPER, server.address(), Set.of("multi:setData"));
        this.server = server;
    }

    @Override
    Target open(Memory memory) {
        return open(address(), memory);
    }

    @Override
    Target openDirectly(Memory memory) {
        return open(server.address(), memory);
    }

    private static Target open(String address, Memory memory) {
        OpenOffsetStore opened = OffsetStores.open(
                "zookeeper://" + address + CHROOT, Map.of("session", "3s", "timeout", "2s", "connect", "3s"));
        return new Target(opened.store(), memory.sink(), memory.sink(), opened::close);
    }

    @Override
    boolean isSink() {
        return false;
    }

    @Override
    void fill() {
        DiskLimit.on(server);
    }

    @Override
    void free() {
        server.restart();
    }

    @Override
    void spoilCredentials() {
        own(Ids.CREATOR_ALL_ACL);
    }

    @Override
    void restoreCredentials() {
        own(Ids.OPEN_ACL_UNSAFE);
    }

    @Override
    void prepareEmpty() {
        // the store makes all that it needs
    }

    /** Gives all nodes to the operator alone, or to everybody. */
    private void own(List<ACL> acl) {
        try {
            ZooKeeper operator = new ZooKeeper(server.address(), 10_000, event -> {});
            try {
                operator.addAuthInfo("digest", "operator:secret".getBytes(StandardCharsets.UTF_8));
                for (String path : ZKUtil.listSubTreeBFS(operator, CHROOT)) {
                    operator.setACL(path, acl, -1);
                }
            } finally {
                operator.close();
            }
        } catch (IOException | KeeperException e) {
            throw new IllegalStateException("Cannot change the ACLs of " + server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
