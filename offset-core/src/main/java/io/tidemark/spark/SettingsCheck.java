package io.tidemark.spark;

import io.tidemark.offset.GroupId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.spark.SparkConf;

/** Finds everything that is wrong with a stream before it starts, so that one message can name all of it. */
final class SettingsCheck {

    private static final Set<String> OWN_SETTINGS = Set.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);

    private SettingsCheck() {}

    static List<String> problems(
            Optional<GroupId> group,
            Optional<TopicSelection> topics,
            Map<String, Object> kafka,
            Duration batchInterval,
            long maxRecordsPerBatch,
            List<Duration> timeouts) {
        List<String> problems = new ArrayList<>();
        if (group.isEmpty()) {
            problems.add("no group is set");
        }
        if (topics.isEmpty()) {
            problems.add("no topics are set");
        }
        if (topics.orElse(TopicSelection.named("any")) instanceof TopicSelection.Named named) {
            if (named.topics().isEmpty()) {
                problems.add("the list of topics is empty");
            }
            named.topics().stream()
                    .filter(String::isBlank)
                    .findAny()
                    .ifPresent(blank -> problems.add("a topic's name is blank"));
        }
        if (!kafka.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            problems.add("bootstrap.servers is not set");
        }
        new TreeMap<>(kafka).forEach((key, value) -> {
            if (OWN_SETTINGS.contains(key)) {
                problems.add(key + " is set to " + value + ", but is the stream's own: leave it out");
            }
        });
        Object autoCommit = kafka.getOrDefault(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        if (!"false".equals(String.valueOf(autoCommit))) {
            problems.add("enable.auto.commit is " + autoCommit
                    + ": offsets would be committed before their records are processed; leave it out");
        }
        if (batchInterval.toMillis() <= 0) {
            problems.add("the batch interval is " + batchInterval + ": it must be at least a millisecond");
        }
        if (maxRecordsPerBatch <= 0) {
            problems.add("the most records of a batch are " + maxRecordsPerBatch + ": it must be at least 1");
        }
        for (Duration timeout : timeouts) {
            if (timeout.isNegative() || timeout.isZero()) {
                problems.add("a time-out is " + timeout + ": it must be positive");
            }
        }
        return problems;
    }

    /**
     * What Spark's own configuration must not say.
     *
     * @param repeats whether the output stands it that a task is run twice
     */
    static List<String> problems(SparkConf conf, Repeats repeats) {
        List<String> problems = new ArrayList<>();
        int concurrentJobs = conf.getInt("spark.streaming.concurrentJobs", 1);
        if (concurrentJobs != 1) {
            problems.add("spark.streaming.concurrentJobs is " + concurrentJobs
                    + ": batches would overtake a failed one; leave it at 1");
        }
        conf.getOption("spark.streaming.checkpoint.directory")
                .foreach(directory -> problems.add("spark.streaming.checkpoint.directory is " + directory
                        + ": offsets cannot be kept in a checkpoint and in a store; leave it out"));
        if (repeats == Repeats.REFUSED && conf.getBoolean("spark.speculation", false)) {
            problems.add(
                    "spark.speculation is on: a task that runs twice at a time hands its records to the output twice;"
                            + " turn it off for this guarantee");
        }
        return problems;
    }

    /** Whether an output stands it that a task is run twice. */
    enum Repeats {
        ALLOWED,
        REFUSED
    }
}
