package io.tidemark.offset.tck;

/** Whether a store keeps something that is optional in the contract. */
public enum Kept {
    /** Always. */
    KEPT,
    /** Never: the given value is dropped, and read back as absent. */
    NOT_KEPT
}
