package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;

/** What the tests of stored offsets, in a store or in a sink's ledger, are run on. */
interface OffsetsFixture {

    /** Opens offsets on the data of this test, as one more driver would. */
    OffsetStore openOffsets();

    /**
     * Whether {@link StoredOffset#identity()} is kept. Tables and layouts of older jobs have no room for it; what
     * declares so must drop it always.
     */
    default Kept identities() {
        return Kept.KEPT;
    }

    /** Whether {@link StoredOffset#storedAt()} is kept. What declares that it is not must leave it empty always. */
    default Kept times() {
        return Kept.KEPT;
    }
}
