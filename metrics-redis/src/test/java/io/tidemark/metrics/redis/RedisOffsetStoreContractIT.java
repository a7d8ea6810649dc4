package io.tidemark.metrics.redis;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import java.util.UUID;

class RedisOffsetStoreContractIT extends OffsetStoreContract {

    private final String prefix = "store-" + UUID.randomUUID();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        return new RedisOffsetStore(
                RedisServer.client(),
                RedisStoreOptions.defaults().keyPrefix(prefix).writer(writer));
    }
}
