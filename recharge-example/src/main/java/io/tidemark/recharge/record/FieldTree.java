package io.tidemark.recharge.record;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The requested fields as a tree: each node is an object or array on the path to a field. */
final class FieldTree {

    private final Map<String, FieldTree> byName = new HashMap<>();
    private final Map<Integer, FieldTree> byPlace = new HashMap<>();
    private Slot[] slots = Slot.NONE;
    /** The slots of this node and of its descendants. */
    private Slot[] all = Slot.NONE;

    /** Adds a slot for a field. */
    void add(FieldPath path, Slot slot) {
        FieldTree node = this;
        node.all = with(node.all, slot);
        for (FieldPath.Step step : path.steps()) {
            node = node.child(step);
            node.all = with(node.all, slot);
        }
        node.slots = with(node.slots, slot);
    }

    private static Slot[] with(Slot[] slots, Slot slot) {
        Slot[] more = Arrays.copyOf(slots, slots.length + 1);
        more[slots.length] = slot;
        return more;
    }

    private FieldTree child(FieldPath.Step step) {
        return step instanceof FieldPath.Step.Name named
                ? byName.computeIfAbsent(named.name(), any -> new FieldTree())
                : byPlace.computeIfAbsent(((FieldPath.Step.Place) step).index(), any -> new FieldTree());
    }

    /** The node of a field of this object; null if nothing is requested from it. */
    @Nullable
    FieldTree at(String name) {
        return byName.get(name);
    }

    /** The node of an element of this array; null if nothing is requested from it. */
    @Nullable
    FieldTree at(int place) {
        return byPlace.get(place);
    }

    /** The names of the requested fields of this object. */
    Set<String> names() {
        return byName.keySet();
    }

    boolean isAskedForNames() {
        return !byName.isEmpty();
    }

    boolean isAskedForPlaces() {
        return !byPlace.isEmpty();
    }

    /** Clears the slots of this node and of its descendants. */
    void clear() {
        for (Slot slot : all) {
            slot.clear();
        }
    }

    void fill(char[] text, int at, int length) {
        for (Slot slot : slots) {
            slot.fill(text, at, length);
        }
    }

    void fillLater(byte[] record, int at, int length) {
        for (Slot slot : slots) {
            slot.fillLater(record, at, length);
        }
    }
}
