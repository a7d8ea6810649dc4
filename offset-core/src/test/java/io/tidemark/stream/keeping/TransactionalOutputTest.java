package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransactionalOutputTest {

    private final TransactionalModelStore store =
            new TransactionalModelStore(new InMemoryOffsetStore(), new HashMap<>());
    private final KeepingSettings settings = KeepingSettings.builder()
            .group("transactional")
            .topics("orders")
            .kafka(Map.of("bootstrap.servers", "nowhere:1"))
            .build();

    /** With another store the offsets would be stored in one place and the work in another. */
    @Test
    void theOutputOfAnotherStoreIsRefusedBeforeAnythingIsConnected() {
        BatchOutput<List<PartitionRange>> output = BatchOutput.exactlyOnceWith(store, (ranges, connection) -> {});
        assertThatThrownBy(() -> BatchLoop.open(settings, new InMemoryOffsetStore(), output))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot keep the offsets of group transactional in ")
                .hasMessageContaining("the output commits in the transactions of io.tidemark");
        assertThatCode(() -> output.requireStore(settings.group(), store)).doesNotThrowAnyException();
    }
}
