package io.tidemark.faultinjection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;

/** Deletes unread records, as retention does, while no job runs, so that the unread records are known. */
final class RecordDeletion {

    private static final int MOST_PARTITIONS = 2;

    private final ScenarioContext context;
    private final List<DeletedRange> deleted = new ArrayList<>();

    RecordDeletion(ScenarioContext context) {
        this.context = context;
    }

    /** The records that were deleted unread so far. */
    List<DeletedRange> deleted() {
        return List.copyOf(deleted);
    }

    void delete(Retention retention) throws InterruptedException {
        context.feed().awaitWritten();
        Map<TopicPartition, Long> counted = context.subject().counted(context.config());
        Random random = new Random(retention.seed());
        Map<TopicPartition, Long> until = new HashMap<>();
        List<Integer> partitions = new ArrayList<>(context.feed().ends().keySet());
        Collections.sort(partitions);
        Collections.shuffle(partitions, random);
        long lost = 0;
        for (int number : partitions) {
            TopicPartition partition = context.topic().partition(number);
            long from = counted.getOrDefault(partition, 0L);
            long end = context.feed().ends().getOrDefault(number, 0L);
            if (until.size() < MOST_PARTITIONS && end > from) {
                // a part of it, sometimes all of it
                long target = from + Math.max(1, (long) ((end - from) * Math.min(1, random.nextDouble() * 1.25)));
                until.put(partition, target);
                deleted.add(new DeletedRange(partition, from, target));
                lost += target - from;
            }
        }
        if (until.isEmpty()) {
            context.incidents().notAsExpected(retention, "no record was unread");
            return;
        }
        context.topic().delete(until);
        context.incidents().asExpected(retention, lost + " in " + until.size() + " partitions");
    }
}
