package io.tidemark.metrics.redis.internal.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** The names that another program gives to the fields of a hash, such as {@code {topic}:{partition}}. Immutable. */
public final class FieldPattern {

    private static final String TOPIC = "{topic}";
    private static final String PARTITION = "{partition}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*\\}");
    private static final Pattern UNSEPARATED = Pattern.compile("\\}\\d*\\{");

    private final String text;
    private final Pattern form;

    /** @param text the pattern, in which {@link #problems} finds none */
    public FieldPattern(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher placeholders = PLACEHOLDER.matcher(text);
        int end = 0;
        while (placeholders.find()) {
            regex.append(Pattern.quote(text.substring(end, placeholders.start())));
            regex.append(
                    placeholders.group().equals(TOPIC)
                            // Kafka's rule for the names of topics
                            ? "(?<topic>[A-Za-z0-9._-]{1,249})"
                            : "(?<partition>\\d{1,10})");
            end = placeholders.end();
        }
        this.form =
                Pattern.compile(regex.append(Pattern.quote(text.substring(end))).toString());
    }

    /** What is wrong with a pattern; empty if nothing is. */
    public static List<String> problems(String text) {
        List<String> problems = unknown("field", text, Set.of(TOPIC, PARTITION));
        if (!text.contains(PARTITION)) {
            problems.add("field '" + text + "' has no " + PARTITION);
        }
        if (UNSEPARATED.matcher(text).find()) {
            problems.add("field '" + text + "' has nothing between two placeholders that separates them");
        }
        return problems;
    }

    /** The placeholders of a pattern that are unknown, or there twice, each as a problem. */
    public static List<String> unknown(String name, String pattern, Set<String> known) {
        List<String> problems = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        PLACEHOLDER.matcher(pattern).results().forEach(found -> {
            String placeholder = found.group();
            if (!known.contains(placeholder)) {
                problems.add(name + " '" + pattern + "' has " + placeholder + "; the placeholders are "
                        + String.join(", ", new TreeSet<>(known)));
            } else if (seen.contains(placeholder)) {
                problems.add(name + " '" + pattern + "' has " + placeholder + " twice");
            }
            seen.add(placeholder);
        });
        return problems;
    }

    /** Whether fields name the topic. */
    public boolean namesTopic() {
        return text.contains(TOPIC);
    }

    /**
     * The partition that a field is about.
     *
     * @param topic the topic, for fields that do not name it
     * @return empty if the field has another form
     */
    public Optional<TopicPartition> partition(String field, String topic) {
        Matcher found = form.matcher(field);
        if (!found.matches()) {
            return Optional.empty();
        }
        long partition = Long.parseLong(found.group("partition"));
        return partition > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new TopicPartition(namesTopic() ? found.group("topic") : topic, (int) partition));
    }

    @Override
    public String toString() {
        return text;
    }
}
