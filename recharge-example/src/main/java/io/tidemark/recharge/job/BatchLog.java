package io.tidemark.recharge.job;

import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.StreamListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log for each batch. */
final class BatchLog implements StreamListener {

    private static final Logger LOG = LoggerFactory.getLogger(BatchLog.class);

    @Override
    public void batchCommitted(BatchCommitted event) {
        LOG.info(
                "Batch of {}: {} records committed ({} ms to count, {} ms to Redis, {} ms to the store), {} behind",
                event.report().time(),
                event.report().count(),
                event.report().processing().toMillis(),
                event.report().writing().toMillis(),
                event.report().committing().toMillis(),
                event.report().lag());
    }
}
