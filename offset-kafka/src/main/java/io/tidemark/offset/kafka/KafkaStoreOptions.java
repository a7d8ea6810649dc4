package io.tidemark.offset.kafka;

import io.tidemark.offset.WriterName;
import io.tidemark.offset.kafka.internal.journal.EncodedLine;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Options of a {@link KafkaOffsetStore}, except the connection settings. Immutable;
 * each method returns changed options.
 *
 * @since 0.1
 */
public final class KafkaStoreOptions {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final Duration timeout;
    private final String journalTopic;
    private final String transactionalIdPrefix;
    private final WriterName writer;

    private KafkaStoreOptions(Duration timeout, String journalTopic, String transactionalIdPrefix, WriterName writer) {
        this.timeout = timeout;
        this.journalTopic = journalTopic;
        this.transactionalIdPrefix = transactionalIdPrefix;
        this.writer = writer;
    }

    /**
     * The defaults: 30 s for a call, the journal {@code __tidemark_offsets}, transactional ids that begin with
     * {@code tidemark-}, and this process as the writer.
     */
    public static KafkaStoreOptions defaults() {
        return new KafkaStoreOptions(DEFAULT_TIMEOUT, "__tidemark_offsets", "tidemark-", WriterName.ofThisProcess());
    }

    /**
     * Returns the same options with another timeout for each call.
     *
     * @param limit at least one second
     */
    public KafkaStoreOptions timeout(Duration limit) {
        if (limit.compareTo(SHORTEST_TIMEOUT) < 0) {
            throw new IllegalArgumentException(
                    "Cannot limit calls to Kafka to " + limit + ": give at least one second");
        }
        return new KafkaStoreOptions(limit, journalTopic, transactionalIdPrefix, writer);
    }

    /**
     * Returns the same options with another journal. All drivers of a group must use the same.
     *
     * @param topic a topic's name; the topic is created if it is missing
     */
    public KafkaStoreOptions journalTopic(String topic) {
        if (!TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException("Cannot keep the journal in topic '" + topic
                    + "': a topic's name has 1 to 249 letters, digits, dots, underscores and dashes");
        }
        return new KafkaStoreOptions(timeout, topic, transactionalIdPrefix, writer);
    }

    /**
     * Returns the same options with another prefix of transactional ids; a group's id is the prefix and the group. All
     * drivers of a group must use the same, because it is how they fence each other.
     *
     * @param prefix a prefix that the cluster's ACLs allow; may be empty
     */
    public KafkaStoreOptions transactionalIdPrefix(String prefix) {
        return new KafkaStoreOptions(timeout, journalTopic, prefix, writer);
    }

    /** Returns the same options with another writer's name; the default is this process. */
    public KafkaStoreOptions writer(WriterName name) {
        return new KafkaStoreOptions(timeout, journalTopic, transactionalIdPrefix, name);
    }

    WriterName writer() {
        return writer;
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * The timeout of one step of a call, half of the call's: a step that begins within this timeout ends within the
     * call's.
     */
    Duration step() {
        return timeout.dividedBy(2);
    }

    public String journalTopic() {
        return journalTopic;
    }

    String transactionalIdPrefix() {
        return transactionalIdPrefix;
    }

    /** Kafka trims blanks at the ends of such settings. */
    String transactionalId(String group) {
        return transactionalIdPrefix + (group.equals(group.trim()) ? group : EncodedLine.word(group) + "%");
    }

    @Override
    public String toString() {
        return "KafkaStoreOptions[timeout=" + timeout + ", journalTopic=" + journalTopic + ", transactionalIdPrefix="
                + transactionalIdPrefix + ", writer=" + writer + "]";
    }
}
