package io.tidemark.offset.mysql;

/** Knows the address of its server before it has ever connected. */
interface Addressed {

    /** The address for messages, without secrets. */
    String address();
}
