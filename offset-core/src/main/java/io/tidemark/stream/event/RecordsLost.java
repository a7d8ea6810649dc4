package io.tidemark.stream.event;

import io.tidemark.offset.LossReceipt;

/**
 * A policy has decided that records are not read. The receipt of the loss is stored.
 *
 * @since 0.1
 */
public final class RecordsLost extends StreamEvent {

    private final LossReceipt receipt;

    /**
     * Describes a loss.
     *
     * @param receipt the stored receipt
     */
    public RecordsLost(Source source, LossReceipt receipt) {
        super(source);
        this.receipt = receipt;
    }

    /** Which records are lost, and why. */
    public LossReceipt receipt() {
        return receipt;
    }

    @Override
    public String toString() {
        return "RecordsLost[time=" + time() + ", " + receipt + "]";
    }
}
