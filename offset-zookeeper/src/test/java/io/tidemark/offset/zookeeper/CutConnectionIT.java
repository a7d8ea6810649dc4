package io.tidemark.offset.zookeeper;

import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.OffsetStoreCutContract;
import io.tidemark.offset.tck.fixture.Cut;
import io.tidemark.offset.zookeeper.internal.link.ConnectionLink;
import io.tidemark.offset.zookeeper.internal.link.Deadline;
import io.tidemark.offset.zookeeper.internal.link.Link;
import io.tidemark.offset.zookeeper.internal.link.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The contract of cut connections, over a proxy that cuts them. */
@Tag("long")
class CutConnectionIT extends OffsetStoreCutContract {

    /** What makes offsets hold. */
    private static final Set<String> WRITE = Set.of("multi:setData");

    private final String chroot = SharedZooKeeper.unusedChroot();
    private final List<Client> clients = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();

    @Override
    protected OffsetStore openStore() {
        return connected(SharedZooKeeper.address()).store();
    }

    @Override
    protected OffsetStore openStore(Cut cut) {
        FaultProxy proxy = proxy();
        Client client = connected(proxy.address());
        Link link = new ConnectionLink(client.connection(), OptionalInt.empty());
        ZooKeeperStoreOptions options = ZooKeeperStoreOptions.defaults();
        return switch (cut) {
            case BEFORE_REQUEST -> new ZooKeeperOffsetStore(cutOnce(link, proxy, client), options);
            case REQUEST_LOST -> {
                proxy.loseRequest(1, WRITE);
                yield new ZooKeeperOffsetStore(link, options);
            }
            case ANSWER_LOST -> {
                proxy.loseAnswer(1, WRITE);
                yield new ZooKeeperOffsetStore(link, options);
            }
        };
    }

    private static Link cutOnce(Link link, FaultProxy proxy, Client client) {
        AtomicBoolean due = new AtomicBoolean(true);
        return new WatchedLink(link) {
            @Override
            void beforeWrite() {
                if (due.getAndSet(false)) {
                    proxy.refuse();
                    await().until(() -> !client.connection().getZookeeperState().isConnected());
                } else {
                    proxy.pass();
                }
            }

            @Override
            public List<List<OpResult>> read(List<List<Op>> requests, Deadline deadline) throws RequestException {
                proxy.pass();
                return super.read(requests, deadline);
            }
        };
    }

    private Client connected(String address) {
        Client client = Client.to(address + chroot);
        clients.add(client);
        return client;
    }

    private FaultProxy proxy() {
        FaultProxy proxy = FaultProxy.before(WireProtocol.ZOOKEEPER, SharedZooKeeper.address());
        proxies.add(proxy);
        return proxy;
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
        proxies.forEach(FaultProxy::close);
    }
}
