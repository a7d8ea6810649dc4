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
 * all slots are taken, a new stream takes one from the client that has the most, so that no client can exclude others.
 * Not thread-safe.
 *
 * <p>Each view adds to the cost of a reading, so views are limited in the same way. The views that the page's buttons
 * offer ({@link View#isStanding}) are few, and therefore not limited.
 */
final class StreamSlots {

    /** How many different views are read at a time, in addition to the standing ones. */
    static final int MOST_VIEWS = 64;

    static final int MOST_VIEWS_PER_CLIENT = 16;

    private final int mostSlots;
    private final int mostSlotsPerClient;

    /** In the order in which they were opened. */
    private final Set<Slot> slots = new LinkedHashSet<>();

    StreamSlots(int mostSlots, int mostSlotsPerClient) {
        this.mostSlots = mostSlots;
        this.mostSlotsPerClient = mostSlotsPerClient;
    }

    /** The slot of one stream, compared by identity. */
    static final class Slot {
        private final Client client;
        private final View view;

        private Slot(Client client, View view) {
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
     * @param slot the new one; empty if the client has to wait
     * @param evicted the streams to close
     */
    record Admission(Optional<Slot> slot, List<Slot> evicted) {}

    Admission admit(Client client, View view) {
        List<Slot> evicted = new ArrayList<>();
        boolean admitted = makeRoomForView(client, view, evicted) && makeRoomForSlot(client, evicted);
        if (!admitted) {
            return new Admission(Optional.empty(), evicted);
        }
        Slot slot = new Slot(client, view);
        slots.add(slot);
        return new Admission(Optional.of(slot), evicted);
    }

    private boolean makeRoomForView(Client client, View view, List<Slot> evicted) {
        if (view.isStanding() || isWatched(view)) {
            return true;
        }
        Map<Client, Set<View>> views = individualViews();
        Set<View> own = views.getOrDefault(client, Set.of());
        if (own.size() >= MOST_VIEWS_PER_CLIENT) {
            evict(slotsOf(client), own.iterator().next(), evicted);
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
        evict(List.copyOf(slots), victim, evicted);
        return true;
    }

    private boolean makeRoomForSlot(Client client, List<Slot> evicted) {
        List<Slot> own = slotsOf(client);
        if (own.size() >= mostSlotsPerClient) {
            evictOldest(own, evicted);
        }
        if (slots.size() < mostSlots) {
            return true;
        }
        List<Slot> most = slots.stream().collect(Collectors.groupingBy(slot -> slot.client)).values().stream()
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
        if (most.size() <= own.size()) {
            return false;
        }
        evictOldest(most, evicted);
        return true;
    }

    /** Evicts the oldest slot of the view that most of a client's slots show. */
    private void evictOldest(List<Slot> ofClient, List<Slot> evicted) {
        Map<View, Long> counts =
                ofClient.stream().collect(Collectors.groupingBy(Slot::view, HashMap::new, Collectors.counting()));
        Slot victim = ofClient.stream()
                .max(Comparator.comparingLong(slot -> counts.getOrDefault(slot.view, 0L)))
                .orElseThrow();
        evict(List.of(victim), victim.view, evicted);
    }

    private void evict(Collection<Slot> candidates, View view, List<Slot> evicted) {
        for (Slot slot : candidates) {
            if (slot.view.equals(view) && slots.remove(slot)) {
                evicted.add(slot);
            }
        }
    }

    /** Releases a slot; ignores one that is already released. */
    void leave(Slot slot) {
        slots.remove(slot);
    }

    boolean isTaken(Slot slot) {
        return slots.contains(slot);
    }

    boolean isWatched(View view) {
        return slots.stream().anyMatch(slot -> slot.view.equals(view));
    }

    int count() {
        return slots.size();
    }

    private long watchers(View view) {
        return slots.stream()
                .filter(slot -> slot.view.equals(view))
                .map(slot -> slot.client)
                .distinct()
                .count();
    }

    private List<Slot> slotsOf(Client client) {
        return slots.stream().filter(slot -> slot.client.equals(client)).toList();
    }

    private Map<Client, Set<View>> individualViews() {
        Function<Slot, View> view = Slot::view;
        return slots.stream()
                .filter(slot -> !slot.view.isStanding())
                .collect(Collectors.groupingBy(
                        slot -> slot.client, Collectors.mapping(view, Collectors.toCollection(LinkedHashSet::new))));
    }
}
