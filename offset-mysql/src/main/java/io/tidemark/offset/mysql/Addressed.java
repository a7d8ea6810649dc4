package io.tidemark.offset.mysql;

/** Something that knows where its server is before it has ever been reached. */
interface Addressed {

    /** The address, for people, without any secret. */
    String address();
}
