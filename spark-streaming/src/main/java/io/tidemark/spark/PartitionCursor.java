package io.tidemark.spark;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of one partition that can stop in the middle of what it has fetched and go on there later. It knows the end
 * of a range by its own position, not by having seen a record there: offsets that hold no record for it (transaction
 * markers, aborted transactions, compacted keys) are passed over wherever they are. Not thread-safe.
 */
final class PartitionCursor<K, V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> params;
    private final TopicPartition partition;
    private final Consumer<K, V> consumer;
    private Iterator<ConsumerRecord<K, V>> fetched = Collections.emptyIterator();
    private @Nullable ConsumerRecord<K, V> ahead;
    /** The next offset that has not been handed out or passed over. */
    private long position = -1;

    PartitionCursor(Map<String, Object> params, TopicPartition partition) {
        this.params = params;
        this.partition = partition;
        this.consumer = new KafkaConsumer<>(params);
        consumer.assign(Set.of(partition));
    }

    boolean reads(TopicPartition wanted, Map<String, Object> wantedParams) {
        return partition.equals(wanted) && params.equals(wantedParams);
    }

    /** Goes to an offset; what was fetched is kept if the cursor stands there already. */
    void seek(long offset) {
        if (position == offset) {
            return;
        }
        fetched = Collections.emptyIterator();
        ahead = null;
        consumer.seek(partition, offset);
        position = offset;
    }

    /**
     * The next record before an offset, or null once there is none.
     *
     * @throws RangeUnreadableException if nothing comes for as long as the time-out
     */
    @Nullable
    ConsumerRecord<K, V> nextBefore(long until, Duration timeout) {
        long waitingSince = 0;
        while (position < until) {
            if (ahead == null && fetched.hasNext()) {
                ahead = fetched.next();
            }
            ConsumerRecord<K, V> record = ahead;
            if (record != null) {
                if (record.offset() >= until) {
                    position = until;
                    return null;
                }
                ahead = null;
                position = record.offset() + 1;
                return record;
            }
            fetched = consumer.poll(POLL).records(partition).iterator();
            if (!fetched.hasNext()) {
                long reached = consumer.position(partition);
                if (reached > position) {
                    position = Math.min(reached, until);
                    waitingSince = 0;
                } else if (waitingSince == 0) {
                    waitingSince = System.nanoTime();
                } else if (System.nanoTime() - waitingSince > timeout.toNanos()) {
                    throw new RangeUnreadableException(partition, position, until, timeout);
                }
            }
        }
        return null;
    }

    @Override
    public void close() {
        consumer.close(Duration.ZERO);
    }
}
