package io.tidemark.stream.internal.cluster;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.ClusterLogReader;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.PartitionLog;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** The requests of a stream to its cluster; {@link ClusterLogReader} documents each. */
public interface Cluster {

    Set<String> topicsMatching(Pattern pattern);

    Map<TopicPartition, PartitionLog> logs(Collection<String> topics);

    Map<TopicPartition, TopicIdentity> identities(Collection<String> topics);

    Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions);

    Map<TopicPartition, Long> offsetsAt(Instant timestamp, Collection<TopicPartition> partitions);

    List<String> members(GroupId group);

    /** See {@link LeaderEpochEnds#of}. */
    Map<TopicPartition, Long> leaderEpochEnds(Map<TopicPartition, LeaderEpochs.Change> changes);

    /** Describes the members of a group that another job uses. */
    static String describeMembers(GroupId group, List<String> members) {
        return "group " + group + " has live members, " + String.join(", ", members)
                + ": another job uses this group and commits its own offsets. Stop that job, or choose another group";
    }

    /** The cluster that a reader reads. */
    static Cluster of(ClusterLogReader reader, LeaderEpochEnds leaderEpochEnds) {
        return new Cluster() {
            @Override
            public Set<String> topicsMatching(Pattern pattern) {
                return reader.topicsMatching(pattern);
            }

            @Override
            public Map<TopicPartition, PartitionLog> logs(Collection<String> topics) {
                return reader.logs(topics);
            }

            @Override
            public Map<TopicPartition, TopicIdentity> identities(Collection<String> topics) {
                return reader.identities(topics);
            }

            @Override
            public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
                return reader.bounds(partitions);
            }

            @Override
            public Map<TopicPartition, Long> offsetsAt(Instant timestamp, Collection<TopicPartition> partitions) {
                return reader.offsetsAt(timestamp, partitions);
            }

            @Override
            public List<String> members(GroupId group) {
                return reader.members(group);
            }

            @Override
            public Map<TopicPartition, Long> leaderEpochEnds(Map<TopicPartition, LeaderEpochs.Change> changes) {
                return leaderEpochEnds.of(changes);
            }
        };
    }
}
