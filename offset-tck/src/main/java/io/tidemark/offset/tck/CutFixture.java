package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;

/** What the tests of cut connections are run on. */
interface CutFixture extends OffsetsFixture {

    /** Opens offsets on the data of this test whose next write loses its connection, and no other call. */
    OffsetStore openOffsets(Cut cut);
}
