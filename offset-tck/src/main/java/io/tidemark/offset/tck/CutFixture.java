package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;

/** The fixture of the tests of broken connections. */
interface CutFixture extends OffsetsFixture {

    /** Opens offsets on the data of this test whose next write, and no other call, loses its connection. */
    OffsetStore openOffsets(Cut cut);
}
