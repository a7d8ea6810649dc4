package io.tidemark.metrics;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import java.util.List;

/**
 * An {@link OffsetStore} whose commits carry measurements. Its offsets are called the ledger: they show up to which
 * offset the records of each partition are counted. A write stores the measurements and moves the ledger in one
 * atomic step. It is accepted only if the ledger is at the {@code from} of each range, so no record is counted
 * twice, even if batches have other bounds after a crash.
 *
 * <p>A stream that writes into a sink resumes from the ledger. It commits to its offset store after the sink, and at
 * the next start moves the store to the ledger's offsets if they differ. When offsets are skipped, the {@linkplain
 * io.tidemark.offset.LossReceipt receipts} are stored in both.
 *
 * <p>The complete contract of a store applies: outcomes, atomicity, thread safety, and the borrowed client.
 * {@link #initialize}, {@link #commit} and {@link #reposition} leave the metrics as they are. Its {@code toString}
 * should contain the URL that opens the ledger as a store, without secrets: the stream records this text in its
 * offset store, and {@code bin/tidemark} shows it. The
 * contract is published as tests in {@code tidemark-offset-tck}.
 *
 * @since 0.1
 */
public interface MetricSink extends OffsetStore {

    /**
     * Merges a batch's measurements into the stored metrics and moves the ledger from each range's {@code from} to its
     * {@code until}: all of it or nothing. A partition without a ledger entry is in conflict. Everything that can be
     * wrong with a measurement (a sum that exceeds a {@code long}, a stored value of another kind) is found before the
     * first write. A sink may be set to limit such a sum instead ({@link SumOverflow}). All values of a metric of a
     * group have the same kind, which its first measurement determines.
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
