package io.tidemark.offset.zookeeper;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/**
 * The contract below a chroot that does not exist, with requests so small that writes of many partitions take the long
 * way.
 */
@Tag("long")
class ChrootedStoreIT extends OffsetStoreContract {

    private static final int SMALL = 60_000;

    private final String chroot = SharedZooKeeper.unusedChroot();
    private final List<Client> clients = new ArrayList<>();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        Client client = Client.to(SharedZooKeeper.address() + chroot);
        clients.add(client);
        return new ZooKeeperOffsetStore(
                client.connection(),
                ZooKeeperStoreOptions.defaults().requestLimit(SMALL).writer(writer));
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }
}
