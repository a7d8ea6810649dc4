package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.Joined;
import io.tidemark.metrics.redis.internal.layout.Kind;
import io.tidemark.metrics.redis.internal.layout.LedgerEntry;
import io.tidemark.metrics.redis.internal.layout.Table;
import io.tidemark.metrics.redis.internal.read.Run.Source;
import io.tidemark.metrics.redis.internal.server.ServerName;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Makes a snapshot of the values that the script has read. */
public final class ReadResult {

    private final GroupId group;
    private final ServerName server;

    private ReadResult(GroupId group, ServerName server) {
        this.group = group;
        this.server = server;
    }

    /**
     * A snapshot.
     *
     * @param pieces the runs of the plan, as they were read
     * @param replies one for each piece, of the same state
     * @throws OffsetStoreException if the values do not answer the query
     */
    public static MetricSnapshot of(
            GroupId group, ServerName server, ReadPlan plan, List<List<Run>> pieces, List<ReadReply> replies) {
        ReadResult result = new ReadResult(group, server);
        plan.edges().forEach(edge -> result.requireKept(edge, replies.get(0)));
        for (int i = 0; i < replies.size(); i++) {
            result.fill(pieces.get(i), replies.get(i));
        }
        Map<Totals, Map<SortedMap<String, String>, MetricValue>> totals = new HashMap<>();
        plan.totals().forEach((query, answer) -> totals.put(query, answer.result()));
        Map<Series, SortedMap<Instant, MetricValue>> series = new HashMap<>();
        plan.series().forEach((query, answer) -> series.put(query, answer.result()));
        return new RedisMetricSnapshot(
                totals,
                series,
                result.ledger(replies.get(0).ledger()),
                replies.get(0).writtenAt(),
                replies.get(0).overflow(),
                replies.get(0).saturated());
    }

    private void fill(List<Run> runs, ReadReply reply) {
        Map<String, Kind> kinds = kinds(runs, reply.kinds());
        for (int i = 0; i < runs.size(); i++) {
            // one hash for each source of the run, or one for all of them
            List<?> hashes = (List<?>) reply.runs().get(i);
            for (int j = 0; j < hashes.size(); j++) {
                fill(runs.get(i), runs.get(i).sources().get(j), kinds, reply.overflow(), GroupKeys.text((byte[])
                        hashes.get(j)));
            }
        }
    }

    private void fill(Run run, Source source, Map<String, Kind> kinds, SumOverflow handling, String hash) {
        Joined lines = new Joined("key " + source.key() + " of group " + group, hash, '\n');
        if (!lines.hasNext()) {
            return;
        }
        @Nullable Kind kind = kinds.get(run.metric());
        if (kind == null) {
            throw new OffsetStoreException("Cannot read metric " + run.metric() + " of group " + group + " from "
                    + server
                    + ": key " + source.key() + " has values, but the kind of the metric is not stored. Another program"
                    + " removed it from the group's key 'kinds': set it again");
        }
        try {
            while (lines.hasNext()) {
                source.answer().accept(kind, handling, lines.next(), lines.next());
            }
        } catch (ArithmeticException overflow) {
            throw new OffsetStoreException(
                    "Cannot read metric " + run.metric() + " of group " + group + " from " + server
                            + ": the sum overflows a 64-bit number; ask for a shorter period",
                    overflow);
        }
    }

    /** The kinds of the metrics, which the script has read in the order of their first runs. */
    private static Map<String, Kind> kinds(List<Run> runs, List<?> stored) {
        List<String> metrics = runs.stream().map(Run::metric).distinct().toList();
        Map<String, Kind> kinds = new HashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            @Nullable Object kind = stored.get(i);
            if (kind != null) {
                kinds.put(metrics.get(i), Kind.ofStored(metrics.get(i), GroupKeys.text((byte[]) kind)));
            }
        }
        return kinds;
    }

    private Map<TopicPartition, StoredOffset> ledger(List<?> flat) {
        Map<TopicPartition, StoredOffset> ledger = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            String field = GroupKeys.text((byte[]) flat.get(i));
            ledger.put(LedgerEntry.partition(server, field), LedgerEntry.parse(server, field, GroupKeys.text((byte[])
                    flat.get(i + 1))));
        }
        return Collections.unmodifiableMap(ledger);
    }

    private void requireKept(ReadPlan.Edge edge, ReadReply reply) {
        boolean minutes = edge.table() == Table.MINUTE;
        long unit = minutes ? Table.HOUR.seconds() : Table.DAY.seconds();
        long end = Math.floorDiv(edge.from(), unit) * unit + unit;
        reply.kept(edge.table()).filter(kept -> end + kept <= reply.now()).ifPresent(kept -> {
            Instant unitStart = Instant.ofEpochSecond(end - unit);
            throw new OffsetStoreException("Cannot read " + shown(edge.query()) + " of group " + group + " from "
                    + server
                    + ": it needs a part of the " + (minutes ? "hour" : "day (UTC)") + " from " + unitStart + ", whose "
                    + (minutes ? "minutes" : "hours") + " expired at " + Instant.ofEpochSecond(end + kept)
                    + "; ask for a period with bounds at full " + (minutes ? "hours" : "days (UTC)")
                    + ", or keep them longer from now on");
        });
    }

    private static String shown(MetricQuery query) {
        return query.toString();
    }
}
