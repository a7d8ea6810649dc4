package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;

/** The fixture of the tests of stored offsets, in a store or in a sink's ledger. */
interface OffsetsFixture {

    /** Opens offsets on the data of this test, for another driver. */
    OffsetStore openOffsets();

    /**
     * Whether {@link StoredOffset#identity()} is kept. Tables and layouts of older jobs have no room for it; a store
     * that declares so must always drop it.
     */
    default Kept identities() {
        return Kept.KEPT;
    }

    /**
     * Whether {@link StoredOffset#storedAt()} is kept. A store that declares that it is not must always leave it empty.
     */
    default Kept times() {
        return Kept.KEPT;
    }
}
