package io.tidemark.metrics.redis;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.OffsetStoreCutContract;
import io.tidemark.offset.tck.fixture.Cut;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

class RedisOffsetStoreCutContractIT extends OffsetStoreCutContract {

    private final RedisStoreOptions options = RedisStoreOptions.defaults().keyPrefix("cut-store-" + UUID.randomUUID());
    private final CutClients clients = new CutClients();

    @AfterEach
    void close() {
        clients.close();
    }

    @Override
    protected OffsetStore openStore() {
        return new RedisOffsetStore(RedisServer.client(), options);
    }

    @Override
    protected OffsetStore openStore(Cut cut) {
        return new RedisOffsetStore(clients.client(cut), options);
    }
}
