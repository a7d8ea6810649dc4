package io.tidemark.cli.cluster;

import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.PartitionOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of a command.
 *
 * @param partitionsByTopic for each topic its partitions; an empty set for all of them
 */
public record Selection(Map<String, Set<Integer>> partitionsByTopic) {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern PARTITIONS = Pattern.compile("\\d{1,9}(,\\d{1,9})*");

    public Selection {
        partitionsByTopic = Map.copyOf(partitionsByTopic);
    }

    public static Selection ofTopics(Collection<String> topics) {
        Map<String, Set<Integer>> selected = new TreeMap<>();
        topics.forEach(topic -> selected.put(topic, Set.of()));
        return new Selection(selected);
    }

    /** Parses {@code --topic} as Kafka's own tools do: {@code orders}, or {@code orders:0,1}; topics add up. */
    public static Selection parse(List<String> texts) {
        Map<String, Set<Integer>> selected = new TreeMap<>();
        for (String text : texts) {
            int colon = text.indexOf(':');
            String topic = colon < 0 ? text : text.substring(0, colon);
            if (!TOPIC.matcher(topic).matches()) {
                throw CommandException.usage("Cannot read --topic '" + text + "': a topic's name has 1 to 249 letters,"
                        + " digits, dots, underscores and hyphens; write orders, or orders:0,1");
            }
            Set<Integer> partitions = colon < 0 ? Set.of() : partitions(text, text.substring(colon + 1));
            Set<Integer> before = selected.get(topic);
            if (before == null) {
                selected.put(topic, partitions);
            } else if (before.isEmpty() || partitions.isEmpty()) {
                selected.put(topic, Set.of());
            } else {
                Set<Integer> both = new TreeSet<>(before);
                both.addAll(partitions);
                selected.put(topic, both);
            }
        }
        return new Selection(selected);
    }

    private static Set<Integer> partitions(String text, String numbers) {
        if (!PARTITIONS.matcher(numbers).matches()) {
            throw CommandException.usage(
                    "Cannot read --topic '" + text + "': after the colon come partition numbers, as in orders:0,1");
        }
        Set<Integer> partitions = new TreeSet<>();
        for (String number : numbers.split(",", -1)) {
            partitions.add(Integer.valueOf(number));
        }
        return partitions;
    }

    public Set<String> topics() {
        return new TreeSet<>(partitionsByTopic.keySet());
    }

    /** Whether single partitions were selected, and not only whole topics. */
    public boolean namesPartitions() {
        return partitionsByTopic.values().stream().anyMatch(partitions -> !partitions.isEmpty());
    }

    public boolean includes(TopicPartition partition) {
        Set<Integer> partitions = partitionsByTopic.get(partition.topic());
        return partitions != null && (partitions.isEmpty() || partitions.contains(partition.partition()));
    }

    /** The values of the partitions that are included. */
    public <T> Map<TopicPartition, T> of(Map<TopicPartition, T> values) {
        Map<TopicPartition, T> included = new HashMap<>(values);
        included.keySet().removeIf(partition -> !includes(partition));
        return included;
    }

    /** Every partition that was selected by its number. */
    Set<TopicPartition> named() {
        Set<TopicPartition> named = new TreeSet<>(PartitionOrder.BY_NAME);
        partitionsByTopic.forEach((topic, partitions) ->
                partitions.forEach(partition -> named.add(new TopicPartition(topic, partition))));
        return named;
    }

    @Override
    public String toString() {
        return new TreeMap<>(partitionsByTopic)
                .entrySet().stream()
                        .map(entry -> entry.getKey()
                                + (entry.getValue().isEmpty()
                                        ? ""
                                        : ":"
                                                + String.join(
                                                        ",",
                                                        new TreeSet<>(entry.getValue())
                                                                .stream()
                                                                        .map(String::valueOf)
                                                                        .toList())))
                        .toList()
                        .toString();
    }
}
