package io.tidemark.offset.verification;

import io.tidemark.offset.OffsetStoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Describes topics by their ids, which it caches: a current broker describes at most two thousand partitions per
 * request by name, but any number by id. Thread-safe.
 */
final class TopicDescriptions {

    private final Admin admin;
    private final ClusterAnswers answers;
    private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

    TopicDescriptions(Admin admin, ClusterAnswers answers) {
        this.admin = admin;
        this.answers = answers;
    }

    /**
     * Describes topics, in one request if all of their ids are cached and in at most four otherwise.
     *
     * @return the descriptions of the existing topics
     * @throws OffsetStoreException if the cluster does not answer in time, or the client may not see one of them
     */
    Map<String, TopicDescription> describe(Collection<String> topics) {
        Map<String, TopicDescription> found = new HashMap<>();
        Set<String> left = new HashSet<>(topics);
        describeKnown(left, found);
        if (!left.isEmpty()) {
            learn(left);
            describeKnown(left, found);
        }
        if (!left.isEmpty()) {
            // neither a listing nor an id distinguishes a missing topic from one that this client may not see
            whereThere(admin.describeTopics(left).topicNameValues(), found::put);
        }
        return found;
    }

    /** Describes the topics whose ids are cached; moves the existing ones from {@code left} to {@code found}. */
    private void describeKnown(Set<String> left, Map<String, TopicDescription> found) {
        Set<Uuid> asked = new HashSet<>();
        left.forEach(topic -> {
            Uuid id = ids.remove(topic);
            if (id != null) {
                asked.add(id);
            }
        });
        if (asked.isEmpty()) {
            return;
        }
        whereThere(admin.describeTopics(TopicCollection.ofTopicIds(asked)).topicIdValues(), (id, description) -> {
            String topic = description.name();
            ids.put(topic, id);
            found.put(topic, description);
            left.remove(topic);
        });
    }

    private void learn(Set<String> topics) {
        answers.await(
                        "list the topics",
                        admin.listTopics(new ListTopicsOptions().listInternal(true))
                                .namesToListings())
                .forEach((topic, listing) -> {
                    // brokers before 2.8 have none
                    if (topics.contains(topic) && !listing.topicId().equals(Uuid.ZERO_UUID)) {
                        ids.put(topic, listing.topicId());
                    }
                });
    }

    private <K> void whereThere(
            Map<K, KafkaFuture<TopicDescription>> asked, BiConsumer<? super K, TopicDescription> action) {
        asked.forEach((key, future) -> {
            try {
                action.accept(key, answers.await("describe topic " + key, future));
            } catch (OffsetStoreException e) {
                if (!isNotThere(key, e.getCause())) {
                    throw e;
                }
            }
        });
    }

    private static boolean isNotThere(Object key, @Nullable Throwable cause) {
        return cause instanceof UnknownTopicOrPartitionException
                || cause instanceof UnknownTopicIdException
                // the errors of older clients for an unknown id, and of older brokers for any id
                || (key instanceof Uuid
                        && (cause instanceof InvalidTopicException || cause instanceof UnsupportedVersionException));
    }
}
