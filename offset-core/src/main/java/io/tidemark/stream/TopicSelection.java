package io.tidemark.stream;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which topics a stream reads.
 *
 * <pre>{@code
 * TopicSelection two = TopicSelection.named("orders", "refunds");
 * TopicSelection all = TopicSelection.matching(Pattern.compile("orders-.*"));
 * }</pre>
 *
 * @since 0.1
 */
public sealed interface TopicSelection {

    /** Topics by name; each must exist when the stream starts, unless offsets are stored for it. */
    static TopicSelection named(String... topics) {
        return new Named(Set.of(topics));
    }

    /** Topics by name; each must exist when the stream starts, unless offsets are stored for it. */
    static TopicSelection named(Collection<String> topics) {
        return new Named(Set.copyOf(topics));
    }

    /** All topics whose whole name matches, also those that appear while the stream runs; never internal ones. */
    static TopicSelection matching(Pattern pattern) {
        return new Matching(pattern);
    }

    /** See {@link #named(String...)}. */
    record Named(Set<String> topics) implements TopicSelection {
        public Named {
            topics = Set.copyOf(topics);
        }
    }

    /** See {@link #matching(Pattern)}. */
    record Matching(Pattern pattern) implements TopicSelection {}
}
