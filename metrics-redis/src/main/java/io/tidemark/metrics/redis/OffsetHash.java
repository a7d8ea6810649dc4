package io.tidemark.metrics.redis;

import io.tidemark.metrics.redis.internal.layout.FieldPattern;
import io.tidemark.metrics.redis.internal.server.RedisRemedies;
import io.tidemark.metrics.redis.internal.server.ServerName;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.Problems;
import io.tidemark.offset.spi.StoreSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Offsets that older jobs keep in Redis, as tutorials show it: a hash such as {@code bs:offset:GROUP} with one field
 * for each partition. Its value is the next offset to read, as decimal text. The hash is only read. Immutable.
 *
 * @since 0.1
 */
public final class OffsetHash {

    private static final String GROUP = "{group}";
    private static final String TOPIC = "{topic}";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");
    private static final int MOST_SHOWN = 10;
    private static final int LONGEST_SHOWN = 40;

    private final String hash;
    private final FieldPattern field;

    private OffsetHash(String hash, FieldPattern field) {
        this.hash = hash;
        this.field = field;
    }

    /**
     * Hashes whose keys and fields have these forms.
     *
     * @param hash the key of a hash, in which {@code {group}} and {@code {topic}} are placeholders:
     *     {@code bs:offset:{group}}
     * @param field the name of a field, in which {@code {partition}} and {@code {topic}} are placeholders:
     *     {@code {partition}} or {@code {topic}:{partition}}
     * @throws IllegalArgumentException if a form is not valid; the message names all problems
     */
    public static OffsetHash of(String hash, String field) {
        List<String> problems = FieldPattern.unknown("hash", hash, Set.of(GROUP, TOPIC));
        problems.addAll(FieldPattern.problems(field));
        if (hash.isEmpty()) {
            problems.add("the key of the hash is empty");
        }
        if (hash.contains(TOPIC) && field.contains(TOPIC)) {
            problems.add("{topic} is in hash '" + hash + "' and in field '" + field + "'; leave out one of them");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot find offsets in a hash: " + Problems.text(problems));
        }
        return new OffsetHash(hash, new FieldPattern(field));
    }

    /**
     * Reads the offsets of a group, with a client that is opened and closed.
     *
     * @param url the URL of the server, as of a store
     * @param settings the settings beside it, as of a store
     * @param group the group
     * @param topics the topics; if fields name the topic, it may be empty for all of them
     * @return the offsets; not empty
     * @throws IllegalArgumentException if the URL, a setting or the number of topics is wrong
     * @throws OffsetStoreException if Redis cannot be read, or a hash is missing, or has another content
     */
    public Map<TopicPartition, Long> read(String url, Map<String, String> settings, GroupId group, Set<String> topics) {
        String scheme = url.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
        if (!new RedisStoreProvider().schemes().contains(scheme)) {
            throw new IllegalArgumentException("Cannot read a hash: the URL does not begin with redis:// or rediss://");
        }
        StoreSettings given = StoreSettings.of(scheme, url, settings);
        RedisConnection connection = RedisConnection.of(given);
        given.requireValid();
        try (UnifiedJedis client = connection.open()) {
            return read(client, group, topics);
        } catch (JedisException e) {
            throw new OffsetStoreException(
                    "Cannot read a hash at " + given.address() + ": " + RedisRemedies.words(e)
                            + RedisRemedies.advice(e),
                    e);
        }
    }

    /**
     * Reads the offsets of a group.
     *
     * @param client the client, which is borrowed
     * @param group the group
     * @param topics the topics; if fields name the topic, it may be empty for all of them
     * @return the offsets; not empty
     * @throws IllegalArgumentException if the topic is not known, or there are several topics for one hash
     * @throws OffsetStoreException if Redis cannot be read, or a hash is missing, or has another content
     */
    public Map<TopicPartition, Long> read(UnifiedJedis client, GroupId group, Set<String> topics) {
        requireTopics(topics);
        Reading reading = new Reading(client, topics);
        if (hash.contains(TOPIC)) {
            new TreeSet<>(topics).forEach(topic -> reading.add(key(group).replace(TOPIC, topic), topic));
        } else {
            reading.add(key(group), topics.stream().findFirst().orElse(""));
        }
        return reading.offsets(group);
    }

    private void requireTopics(Set<String> topics) {
        if (field.namesTopic()) {
            return;
        }
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("Cannot read hash '" + hash + "': its field '" + field
                    + "' does not name the topic, so the topic must be given");
        }
        if (topics.size() > 1 && !hash.contains(TOPIC)) {
            throw new IllegalArgumentException("Cannot read hash '" + hash + "' for the topics " + new TreeSet<>(topics)
                    + ": neither its key nor its field '" + field + "' names the topic, so it has the offsets of only"
                    + " one");
        }
    }

    private String key(GroupId group) {
        return hash.replace(GROUP, group.value());
    }

    @Override
    public String toString() {
        return "hash '" + hash + "', field '" + field + "'";
    }

    /** The offsets found so far, and what is wrong. */
    private final class Reading {

        private final UnifiedJedis client;
        private final ServerName server;
        private final Set<String> topics;
        private final Map<TopicPartition, Long> offsets = new HashMap<>();
        private final List<String> wrong = new ArrayList<>();

        Reading(UnifiedJedis client, Set<String> topics) {
            this.client = client;
            this.server = new ServerName(client, Optional.empty());
            this.topics = topics;
        }

        void add(String key, String topic) {
            Map<String, String> entries = entries(key);
            if (entries.isEmpty()) {
                wrong.add("there is no hash '" + key + "'");
            }
            new TreeMap<>(entries).forEach((name, value) -> field.partition(name, topic)
                    .ifPresentOrElse(
                            partition -> add(key, name, partition, value),
                            () -> wrong.add("hash '" + key + "' has a field '" + shown(name) + "' of another form")));
        }

        private void add(String key, String name, TopicPartition partition, String value) {
            if (!topics.isEmpty() && !topics.contains(partition.topic())) {
                return;
            }
            Optional<Long> offset = number(value);
            if (offset.isEmpty()) {
                wrong.add("field '" + shown(name) + "' of hash '" + key + "' holds '" + shown(value) + "'");
            } else if (offsets.put(partition, offset.get()) != null) {
                wrong.add("hash '" + key + "' has two fields of " + partition);
            }
        }

        private Map<String, String> entries(String key) {
            try {
                return client.hgetAll(key);
            } catch (JedisException e) {
                throw new OffsetStoreException(
                        "Cannot read hash '" + key + "' in " + server + ": "
                                + (String.valueOf(e.getMessage()).startsWith("WRONGTYPE")
                                        ? "the key has another type, which the command TYPE shows"
                                        : RedisRemedies.words(e) + RedisRemedies.advice(e)),
                        e);
            }
        }

        Map<TopicPartition, Long> offsets(GroupId group) {
            if (offsets.isEmpty() && wrong.isEmpty()) {
                wrong.add("hash '" + key(group) + "' has no field of the topics " + new TreeSet<>(topics));
            }
            if (!wrong.isEmpty()) {
                throw new OffsetStoreException("Cannot read the offsets of group " + group + " in " + server + ": "
                        + String.join(", ", wrong.subList(0, Math.min(MOST_SHOWN, wrong.size())))
                        + (wrong.size() > MOST_SHOWN ? " and " + (wrong.size() - MOST_SHOWN) + " more" : "")
                        + ". A field has the form '" + field
                        + "', and its value is the next offset to read, as a decimal"
                        + " number from 0 on. Correct the hash, or the forms");
            }
            return Map.copyOf(offsets);
        }
    }

    private static Optional<Long> number(String text) {
        try {
            return NUMBER.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
        } catch (NumberFormatException beyondALong) {
            return Optional.empty();
        }
    }

    private static String shown(String text) {
        String cut = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
