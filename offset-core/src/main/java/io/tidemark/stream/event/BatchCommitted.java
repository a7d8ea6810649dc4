package io.tidemark.stream.event;

/**
 * A batch, or a part of a batch that was split, was processed and committed.
 *
 * @since 0.1
 */
public final class BatchCommitted extends StreamEvent {

    private final BatchReport report;

    /**
     * Describes a commit.
     *
     * @param report what was committed
     */
    public BatchCommitted(Source source, BatchReport report) {
        super(source);
        this.report = report;
    }

    /** What was committed, and how long it took. */
    public BatchReport report() {
        return report;
    }

    @Override
    public String toString() {
        return "BatchCommitted[group=" + group() + ", time=" + time() + ", " + report + "]";
    }
}
