package io.tidemark.bench.race;

import java.util.List;

/** The candidates, in the order of the table. */
enum CandidateKind {
    BARE(
            "bare consumers, the job's parser",
            "race",
            BareCandidate.class.getName(),
            "own",
            "none; keeps its counts in memory"),
    BARE_JACKSON(
            "bare consumers, Jackson's streaming parser",
            "race",
            BareCandidate.class.getName(),
            "jackson",
            "none; keeps its counts in memory, and no percentiles, dimensions or failure codes"),
    TIDEMARK(
            "Tidemark, exactly once",
            "race",
            TidemarkCandidate.class.getName(),
            "",
            "exactly once; has also percentiles, dimensions, failure codes and dead letters"),
    TEXTBOOK_KAFKA(
            "textbook by partition, offsets in Kafka",
            "race",
            TextbookCandidate.class.getName(),
            "by-partition kafka",
            "none: a retried task or a crash counts twice"),
    TEXTBOOK_PARTITION(
            "textbook by partition, offsets in MySQL",
            "race",
            TextbookCandidate.class.getName(),
            "by-partition mysql",
            "none: a retried task or a crash counts twice"),
    TEXTBOOK_RECORD(
            "textbook by record, offsets in MySQL",
            "race",
            TextbookCandidate.class.getName(),
            "by-record mysql",
            "none: a retried task or a crash counts twice"),
    STRUCTURED_STREAMING(
            "Structured Streaming",
            "structured-streaming",
            "io.tidemark.bench.structured.StructuredStreamingCandidate",
            "",
            "exactly once, by its checkpoint directory and the number of the batch in Redis"),
    STREAMS_EXACTLY_ONCE(
            "Kafka Streams, exactly_once_v2",
            "kafka-streams",
            "io.tidemark.bench.streams.KafkaStreamsCandidate",
            "exactly_once_v2",
            "exactly once within Kafka; Redis is ahead of it until the commit"),
    STREAMS_AT_LEAST_ONCE(
            "Kafka Streams, at_least_once",
            "kafka-streams",
            "io.tidemark.bench.streams.KafkaStreamsCandidate",
            "at_least_once",
            "at least once"),
    FLINK(
            "Flink DataStream, exactly once",
            "flink",
            "io.tidemark.bench.flink.FlinkCandidate",
            "",
            "exactly once in its state; Redis is ahead of it until the checkpoint");

    private final String title;
    private final String module;
    private final String main;
    private final String arguments;
    private final String guarantee;

    CandidateKind(String title, String module, String main, String arguments, String guarantee) {
        this.title = title;
        this.module = module;
        this.main = main;
        this.arguments = arguments;
        this.guarantee = guarantee;
    }

    /** The name in the table. */
    String title() {
        return title;
    }

    /** The folder of its module. */
    String module() {
        return module;
    }

    /** Its main class. */
    String main() {
        return main;
    }

    /** The arguments of the main class. */
    List<String> arguments() {
        return arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1));
    }

    /** Its guarantee, and how its results differ from the others. */
    String guarantee() {
        return guarantee;
    }
}
