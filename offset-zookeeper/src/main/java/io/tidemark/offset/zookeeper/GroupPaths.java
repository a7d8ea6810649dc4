package io.tidemark.offset.zookeeper;

import io.tidemark.offset.GroupId;
import org.apache.kafka.common.TopicPartition;

/** The paths of the nodes of one group; see the package's documentation. */
final class GroupPaths {

    static final String CONSUMERS = "/consumers";

    private final String group;

    GroupPaths(GroupId group) {
        this.group = CONSUMERS + "/" + NodeName.of(group.value());
    }

    String group() {
        return group;
    }

    String offsets() {
        return group + "/offsets";
    }

    String offsets(String topic) {
        return group + "/offsets/" + NodeName.of(topic);
    }

    String offset(TopicPartition partition) {
        return offsets(partition.topic()) + "/" + partition.partition();
    }

    /** The node whose version every write of the group increments. */
    String fence() {
        return group + "/tidemark";
    }

    String pending() {
        return group + "/tidemark/pending";
    }

    String writers() {
        return group + "/tidemark/writers";
    }

    String identities() {
        return group + "/tidemark/topics";
    }

    String identities(String topic) {
        return group + "/tidemark/topics/" + NodeName.of(topic);
    }

    String governor() {
        return group + "/tidemark/governor";
    }

    String losses() {
        return group + "/tidemark/losses";
    }
}
