package io.tidemark.offset.tck;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.TIME;
import static io.tidemark.offset.tck.fixture.Samples.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Cut;
import io.tidemark.offset.tck.fixture.CutWrites;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.offsets.CutTests;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * The contract of an {@link OffsetStore} that reaches its data over a connection, if that connection breaks. It
 * complements {@link OffsetStoreContract}. The subclass breaks the connection: by a proxy before the server, or a
 * wrapper of the client.
 *
 * @since 0.1
 */
public abstract class OffsetStoreCutContract implements CutTests {

    /** For subclasses. */
    protected OffsetStoreCutContract() {}

    /** Opens a store on this test's data, which are empty at first. None of its connections is broken. */
    protected abstract OffsetStore openStore();

    /**
     * Opens a store on the same data whose next write loses its connection; reads before it and all calls after it
     * reach the server.
     *
     * @param cut the point of the write
     */
    protected abstract OffsetStore openStore(Cut cut);

    @Override
    public final OffsetStore openOffsets() {
        return openStore();
    }

    @Override
    public final OffsetStore openOffsets(Cut cut) {
        return openStore(cut);
    }

    @Test
    void receiptsShareTheFateOfTheirMoves() {
        Driver observer = Driver.on(openStore()).startingAt(Map.of(FIRST, 5L));
        for (Cut cut : Cut.values()) {
            LossReceipt receipt = receipt(new TopicPartition(cut.name(), 0), 5, 9, TIME);
            Driver driver = Driver.on(openStore(cut));

            CutWrites.failedBy(cut, () -> driver.move(FIRST, Move.to(StoredOffset.of(5), StoredOffset.of(5)), receipt));

            assertThat(observer.store().lossReceipts(GROUP).contains(receipt))
                    .as("whether the receipt of a move that was cut %s is stored", cut)
                    .isEqualTo(cut == Cut.ANSWER_LOST);
        }
    }
}
