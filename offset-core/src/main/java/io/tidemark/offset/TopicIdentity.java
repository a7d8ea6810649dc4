package io.tidemark.offset;

import java.util.Objects;
import org.apache.kafka.common.Uuid;

/**
 * The identity of the topic that an offset belongs to. A topic that is deleted and created again keeps its name and
 * gets another id (KIP-516), and two clusters may have topics with the same name. So the name alone does not show
 * whether a stored offset still refers to the same record.
 *
 * @param clusterId the cluster's id, from {@code Admin.describeCluster}
 * @param topicId the topic's id, from {@code Admin.describeTopics}
 * @since 0.1
 */
public record TopicIdentity(String clusterId, Uuid topicId) {

    public TopicIdentity {
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(topicId, "topicId");
    }
}
