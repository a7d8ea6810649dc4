package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.SumOverflow;
import io.tidemark.metrics.redis.internal.layout.DayIndex;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.Table;
import io.tidemark.metrics.redis.internal.server.ServerName;
import io.tidemark.offset.OffsetStoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reply of {@code read.lua}.
 *
 * @param elements the reply without its first word
 */
public record ReadReply(String outcome, List<?> elements) {

    private static final int BATCH = 0;
    private static final int WRITTEN_AT = 1;
    private static final int MINUTES_KEPT = 2;
    private static final int HOURS_KEPT = 3;
    private static final int NOW = 4;
    private static final int OVERFLOW = 5;
    private static final int SATURATED = 6;

    /**
     * Reads the reply of the script.
     *
     * @throws OffsetStoreException if the stored layout belongs to another version
     */
    public static ReadReply of(ServerName server, List<?> reply) {
        String outcome = text(reply.get(0));
        if (outcome.equals("layout")) {
            throw new OffsetStoreException(
                    "Cannot read metrics from " + server + ": they have layout version " + text(reply.get(1))
                            + ", this program reads versions 1 to 3; use the version of Tidemark that wrote them");
        }
        return new ReadReply(outcome, reply.subList(1, reply.size()));
    }

    /** Whether the days differ from those of the plan. In this case nothing was read. */
    public boolean isMoved() {
        return outcome.equals("moved");
    }

    public DayIndex days() {
        return DayIndex.of(text(elements.get(0)), list(1));
    }

    /** The number of the write that the state belongs to. */
    public String batch() {
        return state(BATCH).orElse("");
    }

    Optional<Instant> writtenAt() {
        return state(WRITTEN_AT).map(Long::parseLong).map(Instant::ofEpochMilli);
    }

    /** The sink's handling of sums that exceed a {@code long}. */
    SumOverflow overflow() {
        return state(OVERFLOW).filter("saturate"::equals).isPresent() ? SumOverflow.SATURATE : SumOverflow.FAIL;
    }

    /** The number of values that the sink has limited to the range of a {@code long}. */
    long saturated() {
        return state(SATURATED).map(Long::parseLong).orElse(0L);
    }

    /** The server's time, in seconds since the epoch. */
    long now() {
        return state(NOW).map(Long::parseLong).orElse(0L);
    }

    /** The retention of the finer hashes of a table, in seconds; empty means forever. */
    Optional<Long> kept(Table table) {
        return state(table == Table.MINUTE ? MINUTES_KEPT : HOURS_KEPT)
                .filter(seconds -> !seconds.isEmpty())
                .map(Long::parseLong);
    }

    List<?> ledger() {
        return list(1);
    }

    List<?> kinds() {
        return list(2);
    }

    /** The hashes of each run. */
    List<?> runs() {
        return list(3);
    }

    /** The starts of the days that the script has added, in seconds since the epoch, in the order of their hashes. */
    public List<Long> added() {
        return DayIndex.of("", list(4)).days();
    }

    private Optional<String> state(int index) {
        @Nullable Object value = list(0).get(index);
        return value == null ? Optional.empty() : Optional.of(text(value));
    }

    private List<?> list(int index) {
        return (List<?>) elements.get(index);
    }

    private static String text(Object element) {
        return GroupKeys.text((byte[]) element);
    }
}
