package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.GroupId;
import org.apache.kafka.common.TopicPartition;

/** The paths of the nodes of one group; see the package's documentation. */
public final class GroupPaths {

    public static final String CONSUMERS = "/consumers";

    private final String group;

    public GroupPaths(GroupId group) {
        this.group = CONSUMERS + "/" + NodeName.of(group.value());
    }

    public String group() {
        return group;
    }

    public String offsets() {
        return group + "/offsets";
    }

    public String offsets(String topic) {
        return group + "/offsets/" + NodeName.of(topic);
    }

    public String offset(TopicPartition partition) {
        return offsets(partition.topic()) + "/" + partition.partition();
    }

    /** The node whose version every write of the group increments. */
    public String fence() {
        return group + "/tidemark";
    }

    public String pending() {
        return group + "/tidemark/pending";
    }

    public String writers() {
        return group + "/tidemark/writers";
    }

    public String identities() {
        return group + "/tidemark/topics";
    }

    public String identities(String topic) {
        return group + "/tidemark/topics/" + NodeName.of(topic);
    }

    public String governor() {
        return group + "/tidemark/governor";
    }

    public String losses() {
        return group + "/tidemark/losses";
    }
}
