package io.tidemark.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.plan.Plan.Step;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What becomes of a plan when the store is no longer what it was. */
class PlanTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();

    @Test
    void itIsRefusedAsAWholeWhenADriverHasMovedOn() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(7)));
        Plan plan = new Plan(GROUP, List.of(step(FIRST, Optional.of(5L), 1)));
        assertThatThrownBy(() -> plan.applyTo(store)).isInstanceOf(OffsetConflictException.class);
        assertThat(offsets()).isEqualTo(Map.of(FIRST, 7L));
    }

    @Test
    void whatWasStoredBeforeARefusalIsSaid() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(7)));
        Plan plan = new Plan(GROUP, List.of(step(FIRST, Optional.of(5L), 1), step(SECOND, Optional.empty(), 1)));
        assertThatThrownBy(() -> plan.applyTo(store))
                .isInstanceOfSatisfying(CommandException.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCodes.UNKNOWN))
                .hasMessageContaining("the first offsets of [orders-1] were stored");
        assertThat(offsets()).isEqualTo(Map.of(FIRST, 7L, SECOND, 1L));
    }

    @Test
    void aFirstOffsetThatSomebodyElseHasStoredIsLeft() {
        store.initialize(GROUP, Map.of(SECOND, StoredOffset.of(3)));
        Plan plan = new Plan(GROUP, List.of(step(SECOND, Optional.empty(), 1)));
        assertThatThrownBy(() -> plan.applyTo(store))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("another writer has stored 3 meanwhile");
        assertThat(offsets()).isEqualTo(Map.of(SECOND, 3L));
    }

    private Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        store.load(GROUP, Set.of("orders")).forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }

    private static Step step(TopicPartition partition, Optional<Long> before, long after) {
        return new Step(
                partition, before.map(StoredOffset::of), Optional.of(StoredOffset.of(after)), "", Optional.empty());
    }
}
