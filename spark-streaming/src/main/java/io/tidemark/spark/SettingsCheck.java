package io.tidemark.spark;

import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.spark.internal.executor.DeserializerFactory;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.internal.cluster.KafkaParams;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.spark.SparkConf;

/** Finds all problems of a stream's settings before it starts, so that one message names them all. */
final class SettingsCheck {

    private static final Set<String> OWN_SETTINGS = Set.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);

    private SettingsCheck() {}

    /** The problems of the settings themselves. */
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
        addDeserializerProblems(problems, "key", settings.keyDeserializer().factory());
        addDeserializerProblems(problems, "value", settings.valueDeserializer().factory());
        addPoisonProblems(problems, settings);
        requireMillisecond(problems, "batchInterval", settings.batchInterval());
        if (settings.maxRecordsPerBatch() <= 0) {
            problems.add("maxRecordsPerBatch must be at least 1, but is " + settings.maxRecordsPerBatch());
        }
        requireMillisecond(problems, "clusterTimeout", settings.clusterTimeout());
        requireMillisecond(problems, "readTimeout", settings.readTimeout());
        requireMillisecond(problems, "consumerIdleTimeout", settings.consumerIdleTimeout());
        requireNotNegative(problems, "stopTimeout", settings.stopTimeout());
        requireNotNegative(problems, "discoveryInterval", settings.discoveryInterval());
        return problems;
    }

    /** The names that are known before the cluster is asked; none for a pattern. */
    static Set<String> topics(TopicSelection selection) {
        if (selection instanceof TopicSelection.Named named) {
            return named.topics();
        }
        return selection instanceof TopicSelection.Partitions partitions ? partitions.topics() : Set.of();
    }

    private static void addPoisonProblems(List<String> problems, StreamSettings<?, ?> settings) {
        if (settings.poison() instanceof PoisonPolicy.DeadLetters letters) {
            boolean matches = settings.topics() instanceof TopicSelection.Matching matching
                    && matching.pattern().matcher(letters.topic()).matches();
            if (matches || topics(settings.topics()).contains(letters.topic())) {
                problems.add("the dead-letter topic " + letters.topic()
                        + " is among the topics to read: the stream would read what it rejects; use another name");
            }
        }
    }

    private static void requireMillisecond(List<String> problems, String name, Duration value) {
        if (value.toMillis() <= 0) {
            problems.add(name + " must be at least a millisecond, but is " + value);
        }
    }

    private static void requireNotNegative(List<String> problems, String name, Duration value) {
        if (value.isNegative()) {
            problems.add(name + " must not be negative, but is " + value);
        }
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

    /** Otherwise each executor would fail, with every batch. */
    private static void addDeserializerProblems(List<String> problems, String of, DeserializerFactory<?> factory) {
        if (factory instanceof DeserializerFactory.ByClass<?> byClass) {
            addClassProblems(problems, of, byClass.type());
        } else {
            addSerializationProblems(problems, of, factory);
        }
    }

    private static void addSerializationProblems(List<String> problems, String of, DeserializerFactory<?> factory) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(factory);
        } catch (IOException | RuntimeException e) {
            String reason =
                    e instanceof NotSerializableException ? e.getMessage() + " is not Serializable" : e.toString();
            problems.add(
                    "the " + of + " deserializer, " + factory.name() + ", cannot be sent to the executors: " + reason
                            + "; make it and all its fields Serializable, or use DeserializerSource.suppliedBy with a function that"
                            + " makes it on the executors and captures only what is Serializable");
        }
    }

    private static void addClassProblems(List<String> problems, String of, Class<?> deserializer) {
        try {
            boolean usable = Modifier.isPublic(deserializer.getModifiers())
                    && !Modifier.isAbstract(deserializer.getModifiers())
                    && Modifier.isPublic(deserializer.getDeclaredConstructor().getModifiers());
            if (usable) {
                return;
            }
        } catch (NoSuchMethodException e) {
            // the same as a constructor that is not public
        }
        problems.add("the " + of + " deserializer is missing: " + deserializer.getName()
                + " is not a public class with a public constructor without arguments");
    }

    /**
     * The problems of Spark's own configuration.
     *
     * @param repeats whether the output tolerates tasks that run twice
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

    /** Whether an output tolerates tasks that run twice. */
    enum Repeats {
        ALLOWED,
        REFUSED
    }
}
