package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamSlotsTest {

    private static final View ALL = new View(new PeriodChoice.All(), Optional.empty());
    private static final Client GREEDY = new Client("192.0.2.1");
    private static final Client NEWCOMER = new Client("192.0.2.2");

    @Test
    void aNewcomerTakesTheOldestSlotOfTheClientWithTheMost() {
        StreamSlots slots = new StreamSlots(10, 100);
        List<StreamSlots.Slot> taken = fill(slots, GREEDY, 10);

        StreamSlots.Admission admission = slots.admit(NEWCOMER, ALL);

        assertThat(admission.slot()).isPresent();
        assertThat(admission.evicted()).containsExactly(taken.get(0));
        assertThat(slots.count()).isEqualTo(10);
    }

    @Test
    void clientsWithEquallyManySlotsDoNotEvictEachOther() {
        StreamSlots slots = new StreamSlots(10, 100);
        fill(slots, GREEDY, 5);
        fill(slots, NEWCOMER, 5);

        assertThat(slots.admit(NEWCOMER, ALL)).isEqualTo(new StreamSlots.Admission(Optional.empty(), List.of()));
        assertThat(slots.admit(new Client("192.0.2.3"), ALL).slot()).isPresent();
    }

    @Test
    void aClientAtItsLimitReplacesItsOldestSlotOfTheViewThatItHasMostOf() {
        StreamSlots slots = new StreamSlots(100, 5);
        StreamSlots.Slot standing = slots.admit(GREEDY, ALL).slot().orElseThrow();
        List<StreamSlots.Slot> same = IntStream.range(0, 4)
                .mapToObj(i -> slots.admit(GREEDY, span(1)).slot().orElseThrow())
                .toList();

        StreamSlots.Admission admission = slots.admit(GREEDY, ALL);

        assertThat(admission.evicted()).containsExactly(same.get(0));
        assertThat(slots.isTaken(standing)).isTrue();
        assertThat(slots.count()).isEqualTo(5);
    }

    @Test
    void aClientReplacesItsOldestViewAndKeepsTheStandingOnes() {
        StreamSlots slots = new StreamSlots(1000, 1000);
        StreamSlots.Slot standing = slots.admit(GREEDY, ALL).slot().orElseThrow();
        StreamSlots.Slot first = slots.admit(GREEDY, span(0)).slot().orElseThrow();
        for (int i = 1; i < StreamSlots.MOST_VIEWS_PER_CLIENT; i++) {
            assertThat(slots.admit(GREEDY, span(i)).evicted()).isEmpty();
        }

        StreamSlots.Admission admission = slots.admit(GREEDY, span(1000));

        assertThat(admission.slot()).isPresent();
        assertThat(admission.evicted()).containsExactly(first);
        assertThat(slots.isTaken(standing)).isTrue();
    }

    @Test
    void aNewcomerMayHaveAViewOfItsOwnWhenOthersHaveTakenAll() {
        StreamSlots slots = new StreamSlots(1000, 1000);
        for (int client = 0; client < 10; client++) {
            for (int i = 0; i < StreamSlots.MOST_VIEWS_PER_CLIENT; i++) {
                slots.admit(new Client("192.0.2." + (10 + client)), span(100 * client + i));
            }
        }

        StreamSlots.Admission admission = slots.admit(NEWCOMER, span(5000));

        assertThat(admission.slot()).isPresent();
        assertThat(admission.evicted()).hasSize(1);
        assertThat(slots.isWatched(span(5000))).isTrue();
    }

    @Test
    void aSlotIsGivenBackOnce() {
        StreamSlots slots = new StreamSlots(10, 10);
        StreamSlots.Slot slot = slots.admit(GREEDY, ALL).slot().orElseThrow();

        slots.leave(slot);
        slots.leave(slot);

        assertThat(slots.count()).isZero();
        assertThat(slots.isWatched(ALL)).isFalse();
    }

    private static List<StreamSlots.Slot> fill(StreamSlots slots, Client client, int count) {
        List<StreamSlots.Slot> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(slots.admit(client, ALL).slot().orElseThrow());
        }
        return taken;
    }

    private static View span(int number) {
        Instant from = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * number);
        return new View(new PeriodChoice.Span(Period.between(from, from.plusSeconds(60))), Optional.empty());
    }
}
