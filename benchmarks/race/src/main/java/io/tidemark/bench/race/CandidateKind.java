package io.tidemark.bench.race;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The candidates, in the order of the table. */
enum CandidateKind {
    BARE(
            "bare consumers, the job's parser",
            "race",
            BareCandidate.class.getName(),
            "own",
            "none; keeps its counts in memory",
            Part.DEAD_LETTERS),
    BARE_JACKSON(
            "bare consumers, Jackson's streaming parser",
            "race",
            BareCandidate.class.getName(),
            "jackson",
            "none; keeps its counts in memory",
            Part.PERCENTILES,
            Part.DIMENSIONS,
            Part.FAILURE_CODES,
            Part.DEAD_LETTERS),
    TIDEMARK("Tidemark, exactly once", "race", TidemarkCandidate.class.getName(), "whole dstreams", "exactly once"),
    TIDEMARK_COUNTS(
            "Tidemark without dead-letter records",
            "race",
            TidemarkCandidate.class.getName(),
            "counts dstreams",
            "exactly once",
            Part.DEAD_LETTERS),
    TIDEMARK_SAME_PART(
            "Tidemark without dimensions, one failure code",
            "race",
            TidemarkCandidate.class.getName(),
            "part dstreams",
            "exactly once",
            Part.DIMENSIONS,
            Part.FAILURE_CODES,
            Part.DEAD_LETTERS),
    TIDEMARK_STRUCTURED(
            "Tidemark in Structured Streaming",
            "race",
            TidemarkCandidate.class.getName(),
            "whole structured",
            "exactly once"),
    TEXTBOOK_KAFKA(
            "textbook by partition, offsets in Kafka",
            "race",
            TextbookCandidate.class.getName(),
            "by-partition kafka",
            "none: a retried task or a crash counts twice",
            Part.DEAD_LETTERS),
    TEXTBOOK_PARTITION(
            "textbook by partition, offsets in MySQL",
            "race",
            TextbookCandidate.class.getName(),
            "by-partition mysql",
            "none: a retried task or a crash counts twice",
            Part.DEAD_LETTERS),
    TEXTBOOK_RECORD(
            "textbook by record, offsets in MySQL",
            "race",
            TextbookCandidate.class.getName(),
            "by-record mysql",
            "none: a retried task or a crash counts twice",
            Part.DEAD_LETTERS),
    FOREACH_BATCH(
            "Structured Streaming, foreachBatch with the job's parser",
            "structured-streaming",
            "io.tidemark.bench.structured.ForeachBatchCandidate",
            "",
            "exactly once, by its checkpoint directory and the number of the batch in Redis",
            Part.DEAD_LETTERS),
    STRUCTURED_STREAMING(
            "Structured Streaming, from_json",
            "structured-streaming",
            "io.tidemark.bench.structured.StructuredStreamingCandidate",
            "",
            "exactly once, by its checkpoint directory and the number of the batch in Redis",
            Part.PERCENTILES,
            Part.DIMENSIONS,
            Part.FAILURE_CODES,
            Part.DEAD_LETTERS),
    STREAMS_EXACTLY_ONCE(
            "Kafka Streams, exactly_once_v2",
            "kafka-streams",
            "io.tidemark.bench.streams.KafkaStreamsCandidate",
            "exactly_once_v2",
            "exactly once within Kafka; Redis is ahead of it until the commit",
            Part.DEAD_LETTERS),
    STREAMS_AT_LEAST_ONCE(
            "Kafka Streams, at_least_once",
            "kafka-streams",
            "io.tidemark.bench.streams.KafkaStreamsCandidate",
            "at_least_once",
            "at least once",
            Part.DEAD_LETTERS),
    FLINK(
            "Flink DataStream, exactly once",
            "flink",
            "io.tidemark.bench.flink.FlinkCandidate",
            "",
            "exactly once in its state; Redis is ahead of it until the checkpoint",
            Part.DEAD_LETTERS);

    private final String title;
    private final String module;
    private final String main;
    private final String arguments;
    private final String guarantee;
    // the set of Set.of cannot be changed
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Part> leavesOut;

    CandidateKind(String title, String module, String main, String arguments, String guarantee, Part... leavesOut) {
        this.title = title;
        this.module = module;
        this.main = main;
        this.arguments = arguments;
        this.guarantee = guarantee;
        this.leavesOut = Set.of(leavesOut);
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

    /** The parts that it does not compute. */
    Set<Part> leavesOut() {
        return leavesOut;
    }

    /** Tidemark's candidate on DStreams that leaves out the same parts, or the most of them. */
    CandidateKind tidemarkWithTheSameParts() {
        return Stream.of(TIDEMARK_SAME_PART, TIDEMARK_COUNTS)
                .filter(kind -> leavesOut.containsAll(kind.leavesOut))
                .findFirst()
                .orElse(TIDEMARK);
    }

    /** Whether it writes the report of Tidemark. */
    boolean isTidemark() {
        return main.equals(TidemarkCandidate.class.getName());
    }
}
