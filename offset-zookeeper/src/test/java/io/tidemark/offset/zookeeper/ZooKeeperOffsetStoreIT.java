package io.tidemark.offset.zookeeper;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import io.tidemark.offset.tck.offsets.GroupListingTests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract, in the root of a server. */
class ZooKeeperOffsetStoreIT extends OffsetStoreContract implements GroupListingTests {

    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void clear() {
        try (Client client = Client.to(SharedZooKeeper.address())) {
            client.zkClient().deleteRecursive("/consumers");
        }
    }

    @Override
    protected OffsetStore openStore(WriterName writer) {
        Client client = Client.to(SharedZooKeeper.address());
        clients.add(client);
        return new ZooKeeperOffsetStore(
                client.connection(), ZooKeeperStoreOptions.defaults().writer(writer));
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }
}
