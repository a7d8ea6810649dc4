package io.tidemark.stream.event;

/**
 * The sink is behind the offsets that the store has as committed. The stream replays the records between into it.
 *
 * @since 0.1
 */
public final class ReplayStarted extends StreamEvent {

    private final long offsets;

    /**
     * Describes a replay.
     *
     * @param offsets how many offsets are read again, over all partitions
     */
    public ReplayStarted(Source source, long offsets) {
        super(source);
        this.offsets = offsets;
    }

    /** How many offsets are read again, over all partitions. */
    public long offsets() {
        return offsets;
    }

    @Override
    public String toString() {
        return "ReplayStarted[group=" + group() + ", time=" + time() + ", offsets=" + offsets + "]";
    }
}
