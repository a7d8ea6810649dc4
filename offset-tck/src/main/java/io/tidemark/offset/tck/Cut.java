package io.tidemark.offset.tck;

/** Where in a write its connection breaks. */
public enum Cut {
    /** Before the request that makes the write hold has left: not applied, and the writer can know it. */
    BEFORE_REQUEST,
    /** After that request has left, before the server got it: not applied, and the writer cannot know it. */
    REQUEST_LOST,
    /** After the server has carried it out, before its answer arrived: applied, and the writer cannot know it. */
    ANSWER_LOST
}
