package io.tidemark.metrics.redis;

import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reply of a script that writes: {@code applied}, {@code conflict} or {@code refused}, followed by details.
 *
 * @param outcome the first element
 * @param rest the other elements; Redis returns null for absent values
 */
record Reply(String outcome, List<? extends @Nullable Object> rest) {

    static Reply of(List<?> elements) {
        return new Reply(GroupKeys.text((byte[]) elements.get(0)), elements.subList(1, elements.size()));
    }

    boolean isApplied() {
        return outcome.equals("applied");
    }

    boolean isConflict() {
        return outcome.equals("conflict");
    }

    boolean isRefusal() {
        return outcome.equals("refused");
    }

    Optional<String> text(int index) {
        return index < rest.size()
                ? Optional.ofNullable(rest.get(index)).map(element -> GroupKeys.text((byte[]) element))
                : Optional.empty();
    }

    List<String> refusal() {
        return rest.stream()
                .map(element -> element == null ? "" : GroupKeys.text((byte[]) element))
                .toList();
    }

    @Override
    public String toString() {
        return rest.stream()
                .map(element -> element == null ? "absent" : GroupKeys.text((byte[]) element))
                .collect(Collectors.joining(", ", outcome + ": ", ""));
    }
}
