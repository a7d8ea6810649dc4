package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private static final View ALL = new View(new PeriodChoice.All(), Optional.empty());
    private static final Client GREEDY = new Client("192.0.2.1");
    private static final Client NEWCOMER = new Client("192.0.2.2");

    @Test
    void aNewcomerTakesTheOldestSeatOfTheClientWithTheMost() {
        Seats seats = new Seats(10, 100);
        List<Seats.Seat> taken = fill(seats, GREEDY, 10);

        Seats.Admission admission = seats.admit(NEWCOMER, ALL);

        assertThat(admission.seat()).isPresent();
        assertThat(admission.evicted()).containsExactly(taken.get(0));
        assertThat(seats.count()).isEqualTo(10);
    }

    @Test
    void clientsWithEquallyManySeatsDoNotEvictEachOther() {
        Seats seats = new Seats(10, 100);
        fill(seats, GREEDY, 5);
        fill(seats, NEWCOMER, 5);

        assertThat(seats.admit(NEWCOMER, ALL)).isEqualTo(new Seats.Admission(Optional.empty(), List.of()));
        assertThat(seats.admit(new Client("192.0.2.3"), ALL).seat()).isPresent();
    }

    @Test
    void aClientAtItsLimitReplacesItsOldestSeatOfTheViewThatItHasMostOf() {
        Seats seats = new Seats(100, 5);
        Seats.Seat standing = seats.admit(GREEDY, ALL).seat().orElseThrow();
        List<Seats.Seat> same = IntStream.range(0, 4)
                .mapToObj(i -> seats.admit(GREEDY, span(1)).seat().orElseThrow())
                .toList();

        Seats.Admission admission = seats.admit(GREEDY, ALL);

        assertThat(admission.evicted()).containsExactly(same.get(0));
        assertThat(seats.isTaken(standing)).isTrue();
        assertThat(seats.count()).isEqualTo(5);
    }

    @Test
    void aClientReplacesItsOldestViewAndKeepsTheStandingOnes() {
        Seats seats = new Seats(1000, 1000);
        Seats.Seat standing = seats.admit(GREEDY, ALL).seat().orElseThrow();
        Seats.Seat first = seats.admit(GREEDY, span(0)).seat().orElseThrow();
        for (int i = 1; i < Seats.MOST_VIEWS_PER_CLIENT; i++) {
            assertThat(seats.admit(GREEDY, span(i)).evicted()).isEmpty();
        }

        Seats.Admission admission = seats.admit(GREEDY, span(1000));

        assertThat(admission.seat()).isPresent();
        assertThat(admission.evicted()).containsExactly(first);
        assertThat(seats.isTaken(standing)).isTrue();
    }

    @Test
    void aNewcomerMayHaveAViewOfItsOwnWhenOthersHaveTakenAll() {
        Seats seats = new Seats(1000, 1000);
        for (int client = 0; client < 10; client++) {
            for (int i = 0; i < Seats.MOST_VIEWS_PER_CLIENT; i++) {
                seats.admit(new Client("192.0.2." + (10 + client)), span(100 * client + i));
            }
        }

        Seats.Admission admission = seats.admit(NEWCOMER, span(5000));

        assertThat(admission.seat()).isPresent();
        assertThat(admission.evicted()).hasSize(1);
        assertThat(seats.isWatched(span(5000))).isTrue();
    }

    @Test
    void aSeatIsGivenBackOnce() {
        Seats seats = new Seats(10, 10);
        Seats.Seat seat = seats.admit(GREEDY, ALL).seat().orElseThrow();

        seats.leave(seat);
        seats.leave(seat);

        assertThat(seats.count()).isZero();
        assertThat(seats.isWatched(ALL)).isFalse();
    }

    private static List<Seats.Seat> fill(Seats seats, Client client, int count) {
        List<Seats.Seat> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(seats.admit(client, ALL).seat().orElseThrow());
        }
        return taken;
    }

    private static View span(int number) {
        Instant from = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * number);
        return new View(new PeriodChoice.Span(Period.between(from, from.plusSeconds(60))), Optional.empty());
    }
}
