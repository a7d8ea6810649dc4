package io.tidemark.stream;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

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

    /**
     * Single partitions; each must exist when the stream starts, unless an offset is stored for it. Partitions that are
     * added to their topics are not read. Other partitions that are stored for the group stay as they are.
     */
    static TopicSelection partitions(Collection<TopicPartition> partitions) {
        return new Partitions(Set.copyOf(partitions));
    }

    /** See {@link #named(String...)}. */
    record Named(Set<String> topics) implements TopicSelection {
        public Named {
            topics = Set.copyOf(topics);
        }
    }

    /** See {@link #matching(Pattern)}. */
    record Matching(Pattern pattern) implements TopicSelection {}

    /** See {@link #partitions(Collection)}. */
    record Partitions(Set<TopicPartition> partitions) implements TopicSelection {
        public Partitions {
            partitions = Set.copyOf(partitions);
        }

        /** The topics that they belong to. */
        public Set<String> topics() {
            return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        }
    }
}
