package io.tidemark.recharge.job;

import io.tidemark.stream.BatchReport;
import io.tidemark.stream.StreamListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log for each batch. */
final class BatchLog implements StreamListener {

    private static final Logger LOG = LoggerFactory.getLogger(BatchLog.class);

    @Override
    public void batchCommitted(BatchReport report) {
        LOG.info(
                "Batch of {}: {} records committed ({} ms to count, {} ms to Redis, {} ms to the store), {} behind",
                report.time(),
                report.count(),
                report.processing().toMillis(),
                report.writing().toMillis(),
                report.committing().toMillis(),
                report.lag());
    }
}
