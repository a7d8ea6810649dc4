package io.tidemark.metrics.redis.internal.write;

import io.tidemark.metrics.redis.internal.layout.Arguments;
import io.tidemark.metrics.redis.internal.layout.Field;
import java.util.Arrays;
import java.util.List;

/** A run of arguments. Equal runs share one instance, so a call stores them once. */
public sealed interface ArgumentRun {

    /** The number of arguments. */
    int size();

    /** Adds them. */
    void addTo(Arguments arguments);

    /** Names of fields. */
    record Fields(List<Field> fields) implements ArgumentRun {

        @Override
        public int size() {
            return fields.size();
        }

        @Override
        public void addTo(Arguments arguments) {
            fields.forEach(field -> arguments.add(field.utf8()));
        }
    }

    /** Numbers: values, or fields that are numbers. */
    final class Numbers implements ArgumentRun {

        private final long[] numbers;

        /** @param numbers must not be changed afterwards */
        Numbers(long[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public int size() {
            return numbers.length;
        }

        @Override
        public void addTo(Arguments arguments) {
            for (long number : numbers) {
                arguments.add(number);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Numbers it && Arrays.equals(numbers, it.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    /** Values that consist of several numbers. */
    record Texts(List<String> values) implements ArgumentRun {

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public void addTo(Arguments arguments) {
            values.forEach(arguments::add);
        }
    }
}
