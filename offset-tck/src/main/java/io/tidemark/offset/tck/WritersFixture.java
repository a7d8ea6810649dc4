package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;

/** The fixture of the tests of recorded writers. */
interface WritersFixture extends OffsetsFixture {

    /** Opens offsets on the data of this test, for another writer. */
    OffsetStore openOffsets(WriterName writer);

    /**
     * Whether {@link StoredOffset#writer()} is kept. Tables of older jobs have no room for it; a store that declares so
     * must always leave it empty.
     */
    default Kept writers() {
        return Kept.KEPT;
    }
}
