package io.tidemark.offset;

import java.util.Objects;
import org.apache.kafka.common.Uuid;

/**
 * What an offset is an offset of. A topic that is deleted and created again keeps its name and gets another id
 * (KIP-516), and two clusters may hold a topic of one name: the name alone does not tell whether a stored offset still
 * means the same record.
 *
 * @param clusterId the cluster's id, as {@code Admin.describeCluster} gives it
 * @param topicId the topic's id, as {@code Admin.describeTopics} gives it
 */
public record TopicIdentity(String clusterId, Uuid topicId) {

    public TopicIdentity {
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(topicId, "topicId");
    }
}
