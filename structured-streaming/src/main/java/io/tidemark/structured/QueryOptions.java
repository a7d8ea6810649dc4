package io.tidemark.structured;

import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.stream.TopicSelection;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes the settings of a managed query as the options of its source. */
final class QueryOptions {

    private static final Set<String> OF_SETTINGS =
            Set.of("subscribe", "subscribepattern", "assign", "maxoffsetspertrigger", "kafkaconsumer.polltimeoutms");

    private QueryOptions() {}

    /** Whether an option belongs to a setting, so that it may not be given by its name. */
    static boolean isSetting(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        return OF_SETTINGS.contains(name)
                || name.startsWith(SourceOptions.PREFIX)
                || name.startsWith(SourceOptions.KAFKA)
                || name.startsWith("starting");
    }

    /**
     * The options.
     *
     * @param store the URL of the store
     */
    static Map<String, String> of(QuerySettings settings, String store, QueryContext context) {
        Map<String, String> options = new TreeMap<>(settings.options());
        settings.kafka().forEach((name, value) -> options.put(SourceOptions.KAFKA + name, String.valueOf(value)));
        if (settings.topics() instanceof TopicSelection.Matching matching) {
            options.put("subscribePattern", matching.pattern().pattern());
        } else if (settings.topics() instanceof TopicSelection.Named named) {
            options.put("subscribe", String.join(",", named.topics()));
        } else if (settings.topics() instanceof TopicSelection.Partitions single) {
            options.put("assign", Positions.json(single.partitions()));
        }
        options.put("maxOffsetsPerTrigger", Long.toString(settings.maxRecordsPerBatch()));
        options.put("kafkaConsumer.pollTimeoutMs", millis(settings.readTimeout()));
        options.put(SourceOptions.GROUP, settings.group().value());
        options.put(SourceOptions.STORE, store);
        options.put(SourceOptions.START, start(settings.startPosition()));
        options.put(
                SourceOptions.OUT_OF_RANGE + ".expired",
                word(settings.outOfRange().expired()));
        options.put(
                SourceOptions.OUT_OF_RANGE + ".aheadOfLog",
                word(settings.outOfRange().aheadOfLog()));
        options.put(
                SourceOptions.OUT_OF_RANGE + ".recreatedTopic",
                word(settings.outOfRange().recreatedTopic()));
        options.put(
                SourceOptions.OUT_OF_RANGE + ".otherCluster",
                word(settings.outOfRange().otherCluster()));
        options.put(
                SourceOptions.OUT_OF_RANGE + ".partitionGone",
                word(settings.outOfRange().partitionGone()));
        options.put(SourceOptions.EMPTY_SINK, settings.emptySink().name().toLowerCase(Locale.ROOT));
        options.put(SourceOptions.EMPTY_STATE, settings.emptyState().name().toLowerCase(Locale.ROOT));
        options.put(SourceOptions.CLUSTER_TIMEOUT, millis(settings.clusterTimeout()) + "ms");
        options.put(QueryContext.OPTION, context.id());
        return options;
    }

    private static String start(StartPosition position) {
        if (position instanceof StartPosition.AtTimestamp at) {
            return at.timestamp().toString();
        }
        if (position instanceof StartPosition.AtOffsets at) {
            return new Positions(at.offsets()).json();
        }
        return position instanceof StartPosition.Latest ? "latest" : "earliest";
    }

    private static String word(OutOfRangePolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
