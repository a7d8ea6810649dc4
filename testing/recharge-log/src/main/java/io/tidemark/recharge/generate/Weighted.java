package io.tidemark.recharge.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Values with different probabilities. */
final class Weighted<T> {

    private final List<T> things;
    private final int[] upTo;

    private Weighted(List<T> things, int[] upTo) {
        this.things = things;
        this.upTo = upTo;
    }

    static <T> Builder<T> builder() {
        return new Builder<>();
    }

    T pick(Dice dice) {
        return things.get(place(dice.below(upTo[upTo.length - 1])));
    }

    private int place(int roll) {
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (roll < upTo[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    static final class Builder<T> {

        private final List<T> things = new ArrayList<>();
        private final List<Integer> upTo = new ArrayList<>();
        private int total;

        private Builder() {}

        Builder<T> add(int weight, T thing) {
            total += weight;
            things.add(thing);
            upTo.add(total);
            return this;
        }

        Weighted<T> build() {
            return new Weighted<>(
                    Collections.unmodifiableList(things),
                    upTo.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
