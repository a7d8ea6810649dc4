package io.tidemark.offset.tck;

import static io.tidemark.offset.tck.Samples.FIRST;
import static io.tidemark.offset.tck.Samples.SECOND;
import static io.tidemark.offset.tck.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The writes whose connection breaks, and their required outcomes. */
final class CutWrites {

    static final Map<TopicPartition, Long> BEFORE = Map.of(FIRST, 5L, SECOND, 5L);
    static final List<PartitionRange> RANGES = List.of(range(FIRST, 5, 8), range(SECOND, 5, 9));
    static final Map<TopicPartition, Long> AFTER = Map.of(FIRST, 8L, SECOND, 9L);
    static final Map<TopicPartition, Move> MOVES =
            Map.of(FIRST, Move.to(StoredOffset.of(5), StoredOffset.of(1)), SECOND, Move.removal(StoredOffset.of(5)));
    static final Map<TopicPartition, Long> MOVED = Map.of(FIRST, 1L);

    private CutWrites() {}

    /** Runs a write and expects it to fail as known not applied. */
    static void knownNotApplied(Runnable write) {
        assertThat(failed(write))
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .isNotInstanceOf(OffsetConflictException.class);
    }

    /** Runs a write and expects an unknown outcome. */
    static CommitOutcomeUnknownException unknown(Runnable write) {
        CommitOutcomeUnknownException unknown = catchThrowableOfType(CommitOutcomeUnknownException.class, write::run);
        assertThat(unknown).as("the outcome of the write is unknown").isNotNull();
        return unknown;
    }

    /** Runs a write and expects it to fail with any outcome. */
    static OffsetStoreException failed(Runnable write) {
        OffsetStoreException failure = catchThrowableOfType(OffsetStoreException.class, write::run);
        assertThat(failure).as("the write failed").isNotNull();
        return failure;
    }
}
