package io.tidemark.metrics;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import java.util.List;

/**
 * An {@link OffsetStore} whose commits carry measurements. Its offsets are the ledger of what was counted: measurements
 * and ledger move in one atomic step, accepted only if the ledger equals the batch's {@code from}. A batch that is
 * written again after a crash, with other bounds, changes no total.
 *
 * <p>A stream that writes into a sink continues from the ledger, and its own offset store follows. A decision to skip
 * offsets stores its {@linkplain io.tidemark.offset.LossReceipt receipts} in both, and {@link #lossReceipts} of either
 * returns them.
 *
 * <p>A sink is subject to the whole contract of a store: outcomes, atomicity, thread safety, and the borrowed client.
 * {@link #initialize}, {@link #commit} and {@link #reposition} leave the metrics as they are. Its {@code toString}
 * should contain the URL that opens the ledger as a store, without secrets: the store that follows records it. The
 * contract is published as tests in {@code tidemark-offset-tck}.
 *
 * @since 0.1
 */
public interface MetricSink extends OffsetStore {

    /**
     * Merges a batch's measurements into the stored metrics and moves the ledger from each range's {@code from} to its
     * {@code until}: all of it or nothing. A partition without a ledger entry is in conflict. Everything that can be
     * wrong with a measurement (a sum that exceeds a {@code long}, a stored value of another kind) is found before the
     * first write. A sink may be set to limit such a sum instead ({@link SumOverflow}). A metric of a group has one
     * kind of value, that of its first measurement, for all its tags and minutes.
     *
     * @param batch the measurements and the ranges they were counted from
     * @throws BatchTooLargeException if the batch is too large for one write and a smaller one can succeed; nothing was
     *     written
     * @throws OffsetConflictException if a ledger entry is not its range's {@code from}; nothing was written
     * @throws CommitOutcomeUnknownException if the connection broke during the write; read the ledger, do not write
     *     again
     * @throws OffsetStoreException if nothing was written for another reason
     */
    void write(MetricBatch batch);

    /** {@linkplain #write Writes} a batch without measurements. A sink has no reason to override it. */
    @Override
    default void commit(OffsetCommit commit) {
        write(new MetricBatch(commit, List.of()));
    }
}
