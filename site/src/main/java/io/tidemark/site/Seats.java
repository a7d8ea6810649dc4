package io.tidemark.site;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which event streams may be open. If a client is at its own limit, a new stream replaces its oldest one. If
 * all slots are taken, a new stream takes one from the client that has the most, so that no client can keep others out.
 * Not thread-safe.
 *
 * <p>Each view adds to the cost of a reading, so views are limited in the same way. The views that the page's buttons
 * offer ({@link View#isStanding}) are few, and therefore not limited.
 */
final class Seats {

    /** How many different views are read at a time, in addition to the standing ones. */
    static final int MOST_VIEWS = 64;

    static final int MOST_VIEWS_PER_CLIENT = 16;

    private final int mostSeats;
    private final int mostSeatsPerClient;

    /** In the order in which they were opened. */
    private final Set<Seat> seats = new LinkedHashSet<>();

    Seats(int mostSeats, int mostSeatsPerClient) {
        this.mostSeats = mostSeats;
        this.mostSeatsPerClient = mostSeatsPerClient;
    }

    /** The slot of one stream, compared by identity. */
    static final class Seat {
        private final Client client;
        private final View view;

        private Seat(Client client, View view) {
            this.client = client;
            this.view = view;
        }

        View view() {
            return view;
        }
    }

    /**
     * A new slot and the slots that were taken for it.
     *
     * @param seat the new one; empty if the client has to wait
     * @param evicted the streams to close
     */
    record Admission(Optional<Seat> seat, List<Seat> evicted) {}

    Admission admit(Client client, View view) {
        List<Seat> evicted = new ArrayList<>();
        boolean admitted = makeRoomForView(client, view, evicted) && makeRoomForSeat(client, evicted);
        if (!admitted) {
            return new Admission(Optional.empty(), evicted);
        }
        Seat seat = new Seat(client, view);
        seats.add(seat);
        return new Admission(Optional.of(seat), evicted);
    }

    private boolean makeRoomForView(Client client, View view, List<Seat> evicted) {
        if (view.isStanding() || isWatched(view)) {
            return true;
        }
        Map<Client, Set<View>> views = individualViews();
        Set<View> own = views.getOrDefault(client, Set.of());
        if (own.size() >= MOST_VIEWS_PER_CLIENT) {
            evict(seatsOf(client), own.iterator().next(), evicted);
        }
        Set<View> all = individualViews().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        if (all.size() < MOST_VIEWS) {
            return true;
        }
        Set<View> most =
                views.values().stream().max(Comparator.comparingInt(Set::size)).orElse(Set.of());
        if (most.size() <= own.size()) {
            return false;
        }
        // preferably a view that no other client watches
        View victim = most.stream()
                .filter(candidate -> watchers(candidate) == 1)
                .findFirst()
                .orElseGet(() -> most.iterator().next());
        evict(List.copyOf(seats), victim, evicted);
        return true;
    }

    private boolean makeRoomForSeat(Client client, List<Seat> evicted) {
        List<Seat> own = seatsOf(client);
        if (own.size() >= mostSeatsPerClient) {
            evictOldest(own, evicted);
        }
        if (seats.size() < mostSeats) {
            return true;
        }
        List<Seat> most = seats.stream().collect(Collectors.groupingBy(seat -> seat.client)).values().stream()
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
        if (most.size() <= own.size()) {
            return false;
        }
        evictOldest(most, evicted);
        return true;
    }

    /** Evicts the oldest slot of the view that most of a client's slots show. */
    private void evictOldest(List<Seat> ofClient, List<Seat> evicted) {
        Map<View, Long> counts =
                ofClient.stream().collect(Collectors.groupingBy(Seat::view, HashMap::new, Collectors.counting()));
        Seat victim = ofClient.stream()
                .max(Comparator.comparingLong(seat -> counts.getOrDefault(seat.view, 0L)))
                .orElseThrow();
        evict(List.of(victim), victim.view, evicted);
    }

    private void evict(Collection<Seat> candidates, View view, List<Seat> evicted) {
        for (Seat seat : candidates) {
            if (seat.view.equals(view) && seats.remove(seat)) {
                evicted.add(seat);
            }
        }
    }

    /** Releases a slot; ignores one that is already released. */
    void leave(Seat seat) {
        seats.remove(seat);
    }

    boolean isTaken(Seat seat) {
        return seats.contains(seat);
    }

    boolean isWatched(View view) {
        return seats.stream().anyMatch(seat -> seat.view.equals(view));
    }

    int count() {
        return seats.size();
    }

    private long watchers(View view) {
        return seats.stream()
                .filter(seat -> seat.view.equals(view))
                .map(seat -> seat.client)
                .distinct()
                .count();
    }

    private List<Seat> seatsOf(Client client) {
        return seats.stream().filter(seat -> seat.client.equals(client)).toList();
    }

    private Map<Client, Set<View>> individualViews() {
        Function<Seat, View> view = Seat::view;
        return seats.stream()
                .filter(seat -> !seat.view.isStanding())
                .collect(Collectors.groupingBy(
                        seat -> seat.client, Collectors.mapping(view, Collectors.toCollection(LinkedHashSet::new))));
    }
}
