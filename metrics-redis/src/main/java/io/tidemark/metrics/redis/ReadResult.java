package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Makes a snapshot of what the script has read. */
final class ReadResult {

    private final GroupId group;
    private final ReadPlan plan;

    private ReadResult(GroupId group, ReadPlan plan) {
        this.group = group;
        this.plan = plan;
    }

    /**
     * @param replies one for each piece, of one state
     * @throws OffsetStoreException if the values do not tell what was asked
     */
    static MetricSnapshot of(GroupId group, ReadPlan plan, List<ReadReply> replies) {
        ReadResult result = new ReadResult(group, plan);
        plan.edges().forEach(edge -> result.requireKept(edge, replies.get(0)));
        List<Source> sources = plan.sources();
        int at = 0;
        for (ReadReply reply : replies) {
            List<?> hashes = reply.hashes();
            result.fill(sources.subList(at, at + hashes.size()), reply);
            at += hashes.size();
        }
        Map<Totals, Map<SortedMap<String, String>, MetricValue>> totals = new HashMap<>();
        plan.totals().forEach((query, answer) -> totals.put(query, answer.result()));
        Map<Series, SortedMap<Instant, MetricValue>> series = new HashMap<>();
        plan.series().forEach((query, answer) -> series.put(query, answer.result()));
        return new RedisMetricSnapshot(
                totals, series, ledger(replies.get(0).ledger()), replies.get(0).writtenAt());
    }

    private void fill(List<Source> sources, ReadReply reply) {
        Map<String, Kind> kinds = kinds(sources, reply.kinds());
        for (int i = 0; i < sources.size(); i++) {
            List<?> flat = (List<?>) reply.hashes().get(i);
            if (flat.isEmpty()) {
                continue;
            }
            Source source = sources.get(i);
            @Nullable Kind kind = kinds.get(source.metric());
            if (kind == null) {
                throw new OffsetStoreException("Cannot read metric " + source.metric() + " of group " + group
                        + ": key " + source.key() + " has values, and the kind of the metric is not stored; somebody"
                        + " removed it from the group's key 'kinds': put it back");
            }
            plan.answersFor(source).forEach(answer -> accept(answer, kind, flat, source));
        }
    }

    private void accept(Answer answer, Kind kind, List<?> flat, Source source) {
        try {
            for (int i = 0; i < flat.size(); i += 2) {
                answer.accept(kind, GroupKeys.text((byte[]) flat.get(i)), flat.get(i + 1));
            }
        } catch (ArithmeticException overflow) {
            throw new OffsetStoreException(
                    "Cannot read metric " + source.metric() + " of group " + group
                            + ": the sum overflows a 64-bit number; ask for a shorter period",
                    overflow);
        }
    }

    /** The kinds of the sources' metrics, which the script has read in the order of their first source. */
    private static Map<String, Kind> kinds(List<Source> sources, List<?> stored) {
        List<String> metrics = sources.stream().map(Source::metric).distinct().toList();
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            @Nullable Object kind = stored.get(i);
            if (kind != null) {
                kinds.put(metrics.get(i), Kind.ofStored(metrics.get(i), GroupKeys.text((byte[]) kind)));
            }
        }
        return kinds;
    }

    private static Map<TopicPartition, StoredOffset> ledger(List<?> flat) {
        Map<TopicPartition, StoredOffset> ledger = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            String field = GroupKeys.text((byte[]) flat.get(i));
            ledger.put(
                    LedgerEntry.partition(field), LedgerEntry.parse(field, GroupKeys.text((byte[]) flat.get(i + 1))));
        }
        return Collections.unmodifiableMap(ledger);
    }

    private void requireKept(ReadPlan.Edge edge, ReadReply reply) {
        boolean minutes = edge.table() == Table.MINUTE;
        long unit = minutes ? Table.HOUR.seconds() : Table.DAY.seconds();
        long end = Math.floorDiv(edge.from(), unit) * unit + unit;
        reply.kept(edge.table()).filter(kept -> end + kept <= reply.now()).ifPresent(kept -> {
            Instant unitStart = Instant.ofEpochSecond(end - unit);
            throw new OffsetStoreException("Cannot read " + shown(edge.query()) + " of group " + group + ": it needs a"
                    + " part of the " + (minutes ? "hour" : "day (UTC)") + " from " + unitStart + ", whose "
                    + (minutes ? "minutes" : "hours") + " expired at " + Instant.ofEpochSecond(end + kept)
                    + "; ask for a period with bounds at full " + (minutes ? "hours" : "days (UTC)")
                    + ", or keep them longer from now on");
        });
    }

    private static String shown(MetricQuery query) {
        return query.toString();
    }
}
