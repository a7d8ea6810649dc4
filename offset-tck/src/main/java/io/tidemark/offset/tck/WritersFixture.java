package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;

/** What the tests of who has written are run on. */
interface WritersFixture extends OffsetsFixture {

    /** Opens offsets on the data of this test, as another writer would. */
    OffsetStore openOffsets(WriterName writer);

    /**
     * Whether {@link StoredOffset#writer()} is kept. Tables of older jobs have no room for it; what declares so must
     * leave it empty always.
     */
    default Kept writers() {
        return Kept.KEPT;
    }
}
