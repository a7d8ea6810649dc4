package io.tidemark.structured;

import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.keeping.KeepingSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * The options of the source, as text. All that is wrong with them is in one message.
 *
 * @param keeping whose offsets to keep, and how
 * @param store where the offsets are kept
 * @param sink where the output goes, if the ledger of a sink governs
 * @param guarantee how offsets and output are tied together
 * @param emptyState what a stateful query does with an empty checkpoint
 * @param starting the options of Spark's own source that say where a new query starts; among {@code spark}, too
 * @param context the name of a managed query's context
 * @param spark the options of Spark's own source, without those of Tidemark
 */
record SourceOptions(
        KeepingSettings keeping,
        Place store,
        Optional<Place> sink,
        Guarantee guarantee,
        EmptyStatePolicy emptyState,
        Map<String, String> starting,
        Optional<String> context,
        Map<String, String> spark) {

    static final String PREFIX = "tidemark.";
    static final String OUTPUT = "tidemark.output";

    static final String GROUP = "tidemark.group";
    static final String STORE = "tidemark.store";
    static final String SINK = "tidemark.sink";
    static final String START = "tidemark.start";
    static final String OUT_OF_RANGE = "tidemark.outOfRange";
    static final String EMPTY_SINK = "tidemark.emptySink";
    static final String EMPTY_STATE = "tidemark.emptyState";
    static final String CLUSTER_TIMEOUT = "tidemark.clusterTimeout";
    static final String KAFKA = "kafka.";
    private static final String SERVERS = "kafka.bootstrap.servers";
    private static final String RECEIVE_BUFFER = "kafka.receive.buffer.bytes";

    /** The reasons that have a policy of their own. */
    private static final List<String> REASONS =
            List.of("expired", "aheadOfLog", "recreatedTopic", "otherCluster", "partitionGone");

    private static final List<String> STARTING =
            List.of("startingOffsets", "startingOffsetsByTimestamp", "startingTimestamp");
    private static final List<String> ENDING = List.of("endingOffsets", "endingOffsetsByTimestamp", "endingTimestamp");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");
    private static final Pattern LOGIN = Pattern.compile("://[^/?]*?:(?<password>[^/?]*)@");
    private static final Pattern PASSWORD = Pattern.compile("[?&;](?i:password)=(?<password>[^&;]*)");

    SourceOptions {
        starting = Map.copyOf(starting);
        spark = Map.copyOf(spark);
    }

    /** The settings of one run: with the listeners and the clock of its query. */
    KeepingSettings keeping(QueryContext own) {
        return keeping(own, keeping.startPosition());
    }

    /** The settings of one run that starts elsewhere if nothing is stored. */
    KeepingSettings keeping(QueryContext own, StartPosition start) {
        KeepingSettings.Builder builder = KeepingSettings.builder()
                .group(keeping.group().value())
                .topics(keeping.topics())
                .kafka(keeping.kafka())
                .startPosition(start)
                .outOfRange(keeping.outOfRange())
                .emptySink(keeping.emptySink())
                .maxRecordsPerBatch(keeping.maxRecordsPerBatch())
                .discoveryInterval(keeping.discoveryInterval())
                .clusterTimeout(keeping.clusterTimeout())
                .clock(own.clock());
        own.listeners().forEach(builder::listener);
        return builder.build();
    }

    /** Whether the query reads a partition. */
    boolean selects(TopicPartition partition) {
        if (keeping.topics() instanceof TopicSelection.Matching matching) {
            return matching.pattern().matcher(partition.topic()).matches();
        }
        return keeping.topics() instanceof TopicSelection.Partitions single
                ? single.partitions().contains(partition)
                : ((TopicSelection.Named) keeping.topics()).topics().contains(partition.topic());
    }

    /**
     * A place to open.
     *
     * @param option the option that names it
     * @param url its URL
     * @param settings the settings beside the URL
     */
    record Place(String option, String url, Map<String, String> settings) {

        /** Without the URL and the settings, which may hold secrets. */
        @Override
        public String toString() {
            return option;
        }
    }

    /**
     * Reads options.
     *
     * @param given all options of the source, as they were given; names are compared without case
     * @throws IllegalArgumentException if something is missing or wrong; the message names all problems
     */
    static SourceOptions parse(Map<String, String> given) {
        return new Parser(given).parse();
    }

    /** The refusal of a continuous trigger, together with all that is wrong with the options. */
    static IllegalArgumentException refusalOfContinuous(Map<String, String> given) {
        Parser parser = new Parser(given);
        parser.problems.add("the trigger is continuous, which has no batches that could be committed; use"
                + " Trigger.ProcessingTime or Trigger.AvailableNow");
        Optional<SourceOptions> unused = parser.read();
        return parser.refusal();
    }

    private static final class Parser {

        private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        private final List<String> problems = new ArrayList<>();

        Parser(Map<String, String> given) {
            options.putAll(given);
        }

        SourceOptions parse() {
            return read().orElseThrow(this::refusal);
        }

        /** Empty if there are problems. */
        Optional<SourceOptions> read() {
            KeepingSettings.Builder keeping = KeepingSettings.builder().discoveryInterval(Duration.ZERO);
            required(GROUP, keeping::group);
            topics(keeping);
            kafka(keeping);
            text(START).ifPresent(text -> start(text).ifPresent(keeping::startPosition));
            keeping.outOfRange(outOfRange());
            choice(EMPTY_SINK, EmptySinkPolicy.class).ifPresent(keeping::emptySink);
            text(CLUSTER_TIMEOUT).ifPresent(text -> duration(text).ifPresent(keeping::clusterTimeout));
            Optional<Place> store = place(STORE);
            if (store.isEmpty()) {
                problems.add(STORE + " is not set: it is the URL of the store, such as mysql://host/database");
            }
            Optional<Place> sink = place(SINK);
            Guarantee guarantee = guarantee(sink);
            EmptyStatePolicy emptyState =
                    choice(EMPTY_STATE, EmptyStatePolicy.class).orElse(EmptyStatePolicy.FAIL);
            Map<String, String> starting = starting();
            Optional<String> context = Optional.ofNullable(options.get(QueryContext.OPTION));
            refuseOtherOptions();
            Optional<KeepingSettings> settings = build(keeping);
            if (!problems.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new SourceOptions(
                    settings.orElseThrow(),
                    store.orElseThrow(),
                    sink,
                    guarantee,
                    emptyState,
                    starting,
                    context,
                    spark()));
        }

        IllegalArgumentException refusal() {
            return new IllegalArgumentException("Cannot start the query"
                    + Optional.ofNullable(options.get(GROUP))
                            .map(group -> " of group " + group)
                            .orElse("")
                    + ": " + String.join("; ", problems));
        }

        /** The builder's own problems are added only if there are no others, because it names missing values again. */
        private Optional<KeepingSettings> build(KeepingSettings.Builder keeping) {
            if (!problems.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(keeping.build());
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()).replace("Cannot make a stream's settings: ", ""));
                return Optional.empty();
            }
        }

        private Optional<String> text(String name) {
            known.add(name);
            return Optional.ofNullable(options.get(name)).map(String::strip);
        }

        private void required(String name, Consumer<String> use) {
            Optional<String> text = text(name);
            if (text.filter(given -> !given.isEmpty()).isEmpty()) {
                problems.add(name + " is not set");
                return;
            }
            try {
                use.accept(text.get());
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
        }

        private void topics(KeepingSettings.Builder keeping) {
            Optional<String> subscribe = Optional.ofNullable(options.get("subscribe"));
            Optional<String> pattern = Optional.ofNullable(options.get("subscribePattern"));
            Optional<String> assign = Optional.ofNullable(options.get("assign"));
            List<String> set = Stream.of("subscribe", "subscribePattern", "assign")
                    .filter(options::containsKey)
                    .toList();
            if (set.size() != 1) {
                problems.add(
                        set.isEmpty()
                                ? "no topics are set: use subscribe, subscribePattern or assign"
                                : String.join(" and ", set) + " are set: use one of them");
            }
            assign.ifPresent(text -> {
                try {
                    keeping.topics(TopicSelection.partitions(Positions.partitions(text)));
                } catch (IllegalArgumentException e) {
                    problems.add("assign is '" + text + "', and not partitions such as {\"topic\":[0,1]}");
                }
            });
            subscribe.ifPresent(names -> {
                List<String> topics = Arrays.stream(names.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
                if (topics.isEmpty()) {
                    problems.add("subscribe names no topic");
                }
                keeping.topics(TopicSelection.named(topics));
            });
            pattern.ifPresent(text -> {
                try {
                    keeping.topics(TopicSelection.matching(Pattern.compile(text)));
                } catch (PatternSyntaxException e) {
                    problems.add("subscribePattern is '" + text + "', which is no regular expression: "
                            + e.getDescription());
                }
            });
        }

        private void kafka(KeepingSettings.Builder keeping) {
            Map<String, String> params = new TreeMap<>();
            options.forEach((name, value) -> {
                if (startsWith(name, KAFKA)) {
                    params.put(name.substring(KAFKA.length()).toLowerCase(Locale.ROOT), value);
                }
            });
            // Spark's source reads with a group of its own; the offsets are not in Kafka's groups
            params.remove("group.id");
            if (!params.containsKey("bootstrap.servers")) {
                problems.add(SERVERS + " is not set");
            }
            keeping.kafka(params);
        }

        private Optional<StartPosition> start(String text) {
            if (text.equalsIgnoreCase("earliest")) {
                return Optional.of(StartPosition.earliest());
            }
            if (text.equalsIgnoreCase("latest")) {
                return Optional.of(StartPosition.latest());
            }
            try {
                return Optional.of(
                        text.startsWith("{")
                                ? StartPosition.at(Positions.parse(text).offsets())
                                : StartPosition.at(Instant.parse(text)));
            } catch (DateTimeParseException | IllegalArgumentException e) {
                problems.add(
                        START + " is '" + text + "', and not earliest, latest, a time such as 2026-01-01T00:00:00Z,"
                                + " or offsets such as {\"topic\":{\"0\":100}}");
                return Optional.empty();
            }
        }

        /** Spark's source reads their values, and refuses wrong ones. */
        private Map<String, String> starting() {
            Map<String, String> starting = new TreeMap<>();
            STARTING.stream().filter(options::containsKey).forEach(name -> starting.put(name, options.get(name)));
            if (!starting.isEmpty() && options.containsKey(START)) {
                problems.add(START + " and " + String.join(", ", starting.keySet())
                        + " are both set, and each says where a query without stored offsets starts: leave out one");
            }
            return starting;
        }

        private OutOfRangePolicies outOfRange() {
            OutOfRangePolicy all = choice(OUT_OF_RANGE, OutOfRangePolicy.class).orElse(OutOfRangePolicy.FAIL);
            List<OutOfRangePolicy> policies = REASONS.stream()
                    .map(reason -> choice(OUT_OF_RANGE + "." + reason, OutOfRangePolicy.class)
                            .orElse(all))
                    .toList();
            return new OutOfRangePolicies(
                    policies.get(0), policies.get(1), policies.get(2), policies.get(3), policies.get(4));
        }

        private <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
            Optional<String> text = text(name);
            Optional<E> chosen = text.flatMap(given -> Arrays.stream(type.getEnumConstants())
                    .filter(one -> one.name().equalsIgnoreCase(given))
                    .findFirst());
            if (text.isPresent() && chosen.isEmpty()) {
                problems.add(name + " is '" + text.get() + "', and not one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
            }
            return chosen;
        }

        private Optional<Duration> duration(String text) {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                problems.add(CLUSTER_TIMEOUT + " is '" + text + "', and not a duration such as 500ms, 10s or 2m");
                return Optional.empty();
            }
            long number = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    });
        }

        private Optional<Place> place(String name) {
            Map<String, String> settings = new TreeMap<>();
            options.forEach((option, value) -> {
                if (startsWith(option, name + ".")) {
                    settings.put(option.substring(name.length() + 1), value);
                    known.add(option);
                    if (option.toLowerCase(Locale.ROOT).endsWith("password")) {
                        requireReference(option, value);
                    }
                }
            });
            Optional<String> url = text(name).filter(given -> !given.isEmpty());
            url.ifPresent(text -> {
                for (Matcher matcher : List.of(LOGIN.matcher(text), PASSWORD.matcher(text))) {
                    if (matcher.find()) {
                        requireReference("the password in " + name, matcher.group("password"));
                    }
                }
            });
            if (url.isEmpty() && !settings.isEmpty()) {
                problems.add(name + " is not set, but " + settings.size() + " of its settings are");
            }
            return url.map(text -> new Place(name, text, settings));
        }

        /** The options of a query are shown in its plan, in Spark's UI and in logs. */
        private void requireReference(String what, String value) {
            String text = value.toLowerCase(Locale.ROOT).replace("%3a", ":");
            if (!text.startsWith("file:") && !text.startsWith("env:")) {
                problems.add(what + " is given as text, which Spark shows in plans and logs: put it in a file or in an"
                        + " environment variable, and name that as file:PATH or env:NAME");
            }
        }

        private Guarantee guarantee(Optional<Place> sink) {
            Optional<String> text = text(OUTPUT);
            Optional<Guarantee> chosen = text.flatMap(given -> Arrays.stream(Guarantee.values())
                    .filter(one -> one.word().equalsIgnoreCase(given))
                    .findFirst());
            if (text.isPresent() && chosen.isEmpty()) {
                problems.add(OUTPUT + " is '" + text.get() + "', and not one of " + Guarantee.words());
            }
            Guarantee implied = sink.isPresent() ? Guarantee.EXACTLY_ONCE_INTO_SINK : Guarantee.AT_LEAST_ONCE;
            Guarantee guarantee = chosen.orElse(implied);
            if (sink.isPresent() && guarantee != Guarantee.EXACTLY_ONCE_INTO_SINK) {
                problems.add(SINK + " is set, but " + OUTPUT + " is " + guarantee.word()
                        + ": leave out the one that is wrong");
            }
            if (sink.isEmpty() && guarantee == Guarantee.EXACTLY_ONCE_INTO_SINK) {
                problems.add(OUTPUT + " is " + guarantee.word() + ", but " + SINK
                        + " is not set: it is the URL of the sink, such as redis://host:6379");
            }
            return guarantee;
        }

        private void refuseOtherOptions() {
            ENDING.stream()
                    .filter(options::containsKey)
                    .forEach(name -> problems.add(name + " is set, but a stream has no end; leave it out"));
            Optional.ofNullable(options.get("failOnDataLoss"))
                    .filter(text -> !text.strip().equalsIgnoreCase("true"))
                    .ifPresent(text -> problems.add("failOnDataLoss is " + text
                            + ": records would be lost without a receipt; leave it out, and use " + OUT_OF_RANGE
                            + " to continue behind lost records"));
            options.keySet().stream()
                    .filter(name -> startsWith(name, PREFIX) && !known.contains(name))
                    .filter(name -> !name.equalsIgnoreCase(QueryContext.OPTION))
                    .forEach(name -> problems.add(
                            "there is no option " + name + "; the options are " + String.join(", ", known)));
        }

        private Map<String, String> spark() {
            Map<String, String> spark = new TreeMap<>();
            options.forEach((name, value) -> {
                if (!startsWith(name, PREFIX)) {
                    spark.put(name, value);
                }
            });
            if (!options.containsKey(RECEIVE_BUFFER)) {
                // the system sizes it, so that a fetch of megabytes arrives while the records before it are processed
                spark.put(RECEIVE_BUFFER, "-1");
            }
            return spark;
        }

        private static boolean startsWith(String name, String prefix) {
            return name.regionMatches(true, 0, prefix, 0, prefix.length());
        }
    }
}
