package io.tidemark.offset.tck;

/** The point of a write at which its connection breaks. */
public enum Cut {
    /** Before the request that applies the write is sent: not applied, and the writer can know it. */
    BEFORE_REQUEST,
    /** After that request is sent, before the server receives it: not applied, and the writer cannot know it. */
    REQUEST_LOST,
    /** After the server has applied it, before its answer arrives: applied, and the writer cannot know it. */
    ANSWER_LOST
}
