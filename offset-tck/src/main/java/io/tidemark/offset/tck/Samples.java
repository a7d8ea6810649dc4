package io.tidemark.offset.tck;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.TopicIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The values that most tests use. */
final class Samples {

    static final GroupId GROUP = new GroupId("tck");
    static final GroupId OTHER_GROUP = new GroupId("tck-other");
    static final String TOPIC = "orders";
    static final String OTHER_TOPIC = "refunds";
    static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);
    static final TopicPartition THIRD = new TopicPartition(OTHER_TOPIC, 0);
    static final TopicIdentity IDENTITY = new TopicIdentity("cluster-one", new Uuid(1, 2));
    static final TopicIdentity OTHER_IDENTITY = new TopicIdentity("cluster-one", new Uuid(3, 4));

    /** To the millisecond, which every store must keep. */
    static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private Samples() {}

    static PartitionRange range(TopicPartition partition, long from, long until) {
        return new PartitionRange(partition, from, until);
    }

    /** Partitions 0 to {@code count - 1} of the topic that most tests use. */
    static List<TopicPartition> partitions(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new TopicPartition(TOPIC, number))
                .toList();
    }

    static LossReceipt receipt(TopicPartition partition, long from, long until, Instant time) {
        return new LossReceipt(
                GROUP,
                partition,
                Optional.of(IDENTITY),
                from,
                until,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                time);
    }
}
