package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.redis.internal.layout.DayIndex;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.read.ReadPlan;
import io.tidemark.metrics.redis.internal.read.ReadReply;
import io.tidemark.metrics.redis.internal.read.ReadRequest;
import io.tidemark.metrics.redis.internal.read.ReadRequest.Ledger;
import io.tidemark.metrics.redis.internal.read.ReadResult;
import io.tidemark.metrics.redis.internal.read.Run;
import io.tidemark.metrics.redis.internal.server.Failures;
import io.tidemark.metrics.redis.internal.server.ServerName;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads the metrics that a {@link RedisMetricSink} has written. For each period it combines the coarsest stored
 * values that fit: the whole history, days, hours and minutes.
 *
 * <p>A read is one round trip, and two if values of a new day have been written since the last read. All values of a
 * read belong to the same state, between two batches. A read of thousands of hashes is split into several calls, so
 * that Redis serves other clients in between. If a batch is written in the meantime, the read is repeated; after
 * {@value #SPLIT_ATTEMPTS} attempts, one call reads everything, including hashes of days that were added since.
 *
 * <p>A series has no points for values that have expired. If a period begins or ends within an hour whose minutes
 * have expired, or within a day (UTC) whose hours have expired, its total is unknown and the read fails.
 *
 * <p>Works with Redis 7 and later and with Valkey; needs no more than the right to read. The client is borrowed and
 * never closed. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class RedisMetricReader implements MetricReader {

    private static final int SPLIT_ATTEMPTS = 3;
    private static final int HASHES_IN_ONE_PIECE = 2_000;
    private static final int PLANNING_ATTEMPTS = 3;
    /** An attempt fails only if a new day is partly within the period; a period has at most two such days. */
    private static final int GROWING_ATTEMPTS = 10;

    private final UnifiedJedis client;
    private final String keyPrefix;
    private final ServerName server;
    private final int hashesInOnePiece;
    private final Map<GroupId, DayIndex> days = new ConcurrentHashMap<>();

    /** A reader of keys with the prefix of the {@linkplain RedisMetricSinkSettings#defaults() defaults}. */
    public RedisMetricReader(UnifiedJedis client) {
        this(client, RedisMetricSinkSettings.defaults().keyPrefix());
    }

    /** A reader of keys with the given prefix. */
    public RedisMetricReader(UnifiedJedis client, String keyPrefix) {
        this(client, keyPrefix, HASHES_IN_ONE_PIECE);
    }

    RedisMetricReader(UnifiedJedis client, String keyPrefix, int hashesInOnePiece) {
        this.client = Objects.requireNonNull(client, "client");
        this.keyPrefix = Objects.requireNonNull(keyPrefix, "keyPrefix");
        this.server = new ServerName(client, Optional.empty());
        this.hashesInOnePiece = hashesInOnePiece;
    }

    @Override
    public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
        GroupKeys keys = new GroupKeys(keyPrefix, group);
        try {
            for (int attempt = 1; attempt <= PLANNING_ATTEMPTS; attempt++) {
                DayIndex known = days.getOrDefault(group, DayIndex.EMPTY);
                ReadPlan plan = new ReadPlan(keys, queries, known.days());
                String shape = ReadPlan.needsDays(queries) ? known.shape() : "";
                List<List<Run>> pieces = Run.pieces(plan.runs(), hashesInOnePiece);
                Optional<List<ReadReply>> replies = readInPieces(keys, pieces, shape);
                if (replies.isEmpty()) {
                    pieces = List.of(plan.runs());
                    replies = Optional.of(List.of(call(ReadRequest.of(keys, plan.runs(), shape, Ledger.READ))));
                }
                ReadReply first = replies.get().get(0);
                if (!first.isMoved()) {
                    return ReadResult.of(group, server, plan, pieces, replies.get());
                }
                days.put(group, first.days());
            }
            return readGrowing(group, keys, queries);
        } catch (JedisException e) {
            throw Failures.ofRead("metrics", group, server, e);
        }
    }

    /** In one request, including the days that were written since it was planned. */
    private MetricSnapshot readGrowing(GroupId group, GroupKeys keys, Collection<? extends MetricQuery> queries) {
        for (int attempt = 1; attempt <= GROWING_ATTEMPTS; attempt++) {
            List<Long> known = days.getOrDefault(group, DayIndex.EMPTY).days();
            ReadPlan plan = new ReadPlan(keys, queries, known);
            ReadReply reply = call(ReadRequest.growing(keys, plan.runs(), known));
            if (!reply.isMoved()) {
                List<Long> all = new ArrayList<>(known);
                all.addAll(reply.added());
                ReadPlan grown = new ReadPlan(keys, queries, all);
                return ReadResult.of(group, server, grown, List.of(grown.runs()), List.of(reply));
            }
            days.put(group, reply.days());
        }
        throw new OffsetStoreException("Cannot read metrics of group " + group + " from " + server + ": "
                + GROWING_ATTEMPTS + " times in a row, a new day at a bound of a period was written; read again");
    }

    /** Empty if {@value #SPLIT_ATTEMPTS} attempts found no consistent state. */
    private Optional<List<ReadReply>> readInPieces(GroupKeys keys, List<List<Run>> pieces, String shape) {
        for (int attempt = 1; attempt <= SPLIT_ATTEMPTS; attempt++) {
            Optional<List<ReadReply>> replies = readPieces(keys, pieces, shape);
            if (replies.isPresent()) {
                return replies;
            }
        }
        return Optional.empty();
    }

    private Optional<List<ReadReply>> readPieces(GroupKeys keys, List<List<Run>> pieces, String shape) {
        List<ReadReply> replies = new ArrayList<>();
        for (List<Run> piece : pieces) {
            Ledger ledger = replies.isEmpty() ? Ledger.READ : Ledger.LEFT;
            ReadReply reply = call(ReadRequest.of(keys, piece, shape, ledger));
            if (reply.isMoved()) {
                return Optional.of(List.of(reply));
            }
            if (!replies.isEmpty() && !reply.batch().equals(replies.get(0).batch())) {
                return Optional.empty();
            }
            replies.add(reply);
        }
        return Optional.of(replies);
    }

    private ReadReply call(ReadRequest request) {
        return ReadReply.of(server, new Call(client, Script.READ, request.keys(), request.arguments()).runReadOnly());
    }
}
