package io.tidemark.spark;

import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.internal.cluster.KafkaParams;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** What is wrong with the settings themselves. */
    static List<String> problems(StreamSettings<?, ?> settings) {
        List<String> problems = new ArrayList<>();
        if (settings.topics() instanceof TopicSelection.Named named) {
            if (named.topics().isEmpty()) {
                problems.add("the list of topics is empty");
            }
            named.topics().stream()
                    .filter(String::isBlank)
                    .findAny()
                    .ifPresent(blank -> problems.add("a topic's name is blank"));
        }
        addKafkaProblems(problems, settings.kafka());
        addDeserializerProblems(problems, "key", settings.keyDeserializer());
        addDeserializerProblems(problems, "value", settings.valueDeserializer());
        if (settings.batchInterval().toMillis() <= 0) {
            problems.add("the batch interval is " + settings.batchInterval() + ": it must be at least a millisecond");
        }
        if (settings.maxRecordsPerBatch() <= 0) {
            problems.add(
                    "the most records of a batch are " + settings.maxRecordsPerBatch() + ": it must be at least 1");
        }
        for (Duration timeout : List.of(settings.clusterTimeout(), settings.readTimeout())) {
            if (timeout.toMillis() <= 0) {
                problems.add("a time-out is " + timeout + ": it must be at least a millisecond");
            }
        }
        if (settings.consumerIdleTimeout().toMillis() <= 0) {
            problems.add(
                    "consumerIdleTimeout must be at least a millisecond, but is " + settings.consumerIdleTimeout());
        }
        for (Duration wait : List.of(settings.stopTimeout(), settings.discoveryInterval())) {
            if (wait.isNegative()) {
                problems.add("a time to wait is " + wait + ": it must not be negative");
            }
        }
        return problems;
    }

    private static void addKafkaProblems(List<String> problems, Map<String, Object> kafka) {
        if (!kafka.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            problems.add("bootstrap.servers is not set");
        }
        problems.addAll(KafkaParams.problems(kafka));
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
    }

    /** Executors would find out one by one, with every batch. */
    private static void addDeserializerProblems(List<String> problems, String of, Class<?> deserializer) {
        try {
            boolean usable = Modifier.isPublic(deserializer.getModifiers())
                    && !Modifier.isAbstract(deserializer.getModifiers())
                    && Modifier.isPublic(deserializer.getDeclaredConstructor().getModifiers());
            if (usable) {
                return;
            }
        } catch (NoSuchMethodException e) {
            // as good as one that is not public
        }
        problems.add("the " + of + " deserializer is missing: " + deserializer.getName()
                + " is not a public class with a public constructor without arguments");
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
