package io.tidemark.recharge.prove;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;

/** Deletes unread records, as retention does, while no job runs: so it is known how many nobody has read. */
final class Deletions {

    private static final int MOST_PARTITIONS = 2;

    private final Stage stage;
    private final List<Gap> gaps = new ArrayList<>();

    Deletions(Stage stage) {
        this.stage = stage;
    }

    /** What was deleted so far without having been read. */
    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    void delete(Retention retention) throws InterruptedException {
        stage.feed().awaitWritten();
        Map<TopicPartition, Long> counted = stage.subject().counted(stage.config());
        Random random = new Random(retention.seed());
        Map<TopicPartition, Long> until = new HashMap<>();
        List<Integer> partitions = new ArrayList<>(stage.feed().ends().keySet());
        Collections.sort(partitions);
        Collections.shuffle(partitions, random);
        long lost = 0;
        for (int number : partitions) {
            TopicPartition partition = stage.topic().partition(number);
            long from = counted.getOrDefault(partition, 0L);
            long end = stage.feed().ends().getOrDefault(number, 0L);
            if (until.size() < MOST_PARTITIONS && end > from) {
                // some of it, now and then all of it
                long target = from + Math.max(1, (long) ((end - from) * Math.min(1, random.nextDouble() * 1.25)));
                until.put(partition, target);
                gaps.add(new Gap(partition, from, target));
                lost += target - from;
            }
        }
        if (until.isEmpty()) {
            stage.incidents().notAsExpected(retention, "there was nothing unread");
            return;
        }
        stage.topic().delete(until);
        stage.incidents().asExpected(retention, lost + " in " + until.size() + " partitions");
    }
}
