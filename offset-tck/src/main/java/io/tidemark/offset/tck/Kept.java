package io.tidemark.offset.tck;

/** Whether a store keeps something that a contract leaves to it. */
public enum Kept {
    /** Always. */
    KEPT,
    /** Never: what was given is dropped, and read back as absent. */
    NOT_KEPT
}
