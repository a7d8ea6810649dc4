package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.SaturatingMetricSink;
import io.tidemark.metrics.redis.internal.layout.Arguments;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.LedgerEntry;
import io.tidemark.metrics.redis.internal.layout.ReceiptEntry;
import io.tidemark.metrics.redis.internal.server.DayCount;
import io.tidemark.metrics.redis.internal.server.EvictionAdvice;
import io.tidemark.metrics.redis.internal.server.Failures;
import io.tidemark.metrics.redis.internal.server.RedisRemedies;
import io.tidemark.metrics.redis.internal.server.Refusal;
import io.tidemark.metrics.redis.internal.server.ServerExamination;
import io.tidemark.metrics.redis.internal.server.ServerName;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.spi.DiagnosableStore;
import io.tidemark.offset.spi.Diagnosis;
import io.tidemark.offset.spi.ListableStore;
import io.tidemark.offset.spi.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Counts metrics in Redis exactly once. Each batch is one call of a script, which runs atomically: it first checks
 * the ledger and everything that can fail, then merges all measurements and moves the ledger. If a check fails, it
 * changes nothing.
 *
 * <p>Works with Redis 7 and later and with Valkey, as a single server, with Sentinel, or as a cluster: the type of
 * the client decides. The client is borrowed and never closed; its timeouts apply. If the client sends a write again
 * after its connection broke (the cluster client does), the write is applied once, because it has an id.
 *
 * <p>The configuration of Redis ({@code appendonly}, {@code appendfsync}, replicas) determines how durable the
 * metrics are. If Redis loses its last writes, it loses their ledger entries, too. The stream then reads these
 * records from Kafka again and counts them.
 *
 * <p>{@link RedisStoreProvider} opens the ledger by a URL, for tools. {@link RedisOffsetStore} is the ledger alone, for
 * jobs that keep only offsets in Redis.
 *
 * <p>Safe for use by several threads and processes. The keys are described in {@code docs/redis-layout.md}.
 *
 * @since 0.1
 */
public final class RedisMetricSink implements SaturatingMetricSink, DiagnosableStore, ListableStore {

    private static final Logger LOG = LoggerFactory.getLogger(RedisMetricSink.class);

    /** The layouts that this version reads; the scripts use the same numbers. */
    private static final Set<String> LAYOUTS = Set.of("1", "2", "3");

    private static final int KEYS_PER_CALL = 1_000;

    private final UnifiedJedis client;
    private final RedisMetricSinkSettings settings;
    private final EvictionAdvice evictionAdvice;
    private final Optional<Replicas> replicas;
    private final ServerName server;
    private final DayCount dayCount;
    private final Map<GroupId, LongAdder> saturated = new ConcurrentHashMap<>();

    /** A sink with the {@linkplain RedisMetricSinkSettings#defaults() defaults}. */
    public RedisMetricSink(UnifiedJedis client) {
        this(client, RedisMetricSinkSettings.defaults());
    }

    /** A sink. */
    public RedisMetricSink(UnifiedJedis client, RedisMetricSinkSettings settings) {
        this.client = Objects.requireNonNull(client, "client");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.server = new ServerName(client, settings.server());
        this.dayCount = new DayCount(settings.expectedDays(), server);
        this.evictionAdvice = new EvictionAdvice(client, server);
        this.replicas = settings.replicaWait().map(wait -> new Replicas(wait, server));
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        evictionAdvice.giveOnce();
        Map<TopicPartition, StoredOffset> ledger = new HashMap<>();
        hash(keys(group).ledger(), "the ledger", group)
                .forEach((field, value) ->
                        ledger.put(LedgerEntry.partition(server, field), LedgerEntry.parse(server, field, value)));
        return Map.copyOf(ledger);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        evictionAdvice.giveOnce();
        if (offsets.isEmpty()) {
            return Map.of();
        }
        List<Map.Entry<TopicPartition, StoredOffset>> entries = List.copyOf(offsets.entrySet());
        Arguments arguments = new Arguments()
                .add(LedgerEntry.writer(settings.writer()))
                .addBlocks(
                        entries,
                        entry -> LedgerEntry.field(entry.getKey()),
                        entry -> Long.toString(entry.getValue().offset()),
                        entry -> LedgerEntry.identity(entry.getValue().identity()));
        Reply reply = run(Script.INITIALIZE, arguments, "first offsets", group);
        return ledger(List.copyOf(offsets.keySet()), reply);
    }

    @Override
    public void write(MetricBatch batch) {
        WriteRequest request = WriteRequest.of(batch, keys(batch.group()), settings);
        Call call = new Call(client, Script.WRITE, request.keys(), request.arguments());
        Reply reply = run(call, "a batch", batch.group(), batch.ranges(), () -> replicas.map(call::runAndWait)
                .orElseGet(call::run));
        if (reply.isConflict()) {
            List<TopicPartition> partitions =
                    batch.ranges().stream().map(PartitionRange::partition).toList();
            batch.coverage().requireStored(ledger(partitions, reply), settings.writer());
            throw contradiction("a batch", batch.group(), reply);
        }
        reply.text(0).map(Long::parseLong).filter(limited -> limited > 0).ifPresent(limited -> {
            saturatedOf(batch.group()).add(limited);
            LOG.warn(
                    "{} values of group {} in {} exceed a 64-bit number and were limited to it, such as {}: their"
                            + " totals are too small",
                    limited,
                    batch.group(),
                    server,
                    reply.text(2).orElse("values of one batch"));
        });
        reply.text(1).map(Long::parseLong).ifPresent(days -> dayCount.check(batch.group(), days));
    }

    @Override
    public long saturated(GroupId group) {
        return saturatedOf(group).sum();
    }

    private LongAdder saturatedOf(GroupId group) {
        return saturated.computeIfAbsent(group, first -> new LongAdder());
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        List<Map.Entry<TopicPartition, Move>> moves =
                List.copyOf(reposition.moves().entrySet());
        Arguments arguments = new Arguments()
                .add(UUID.randomUUID().toString())
                .add(LedgerEntry.writer(settings.writer()))
                .addBlocks(
                        moves,
                        move -> LedgerEntry.field(move.getKey()),
                        move -> Long.toString(move.getValue().expected().offset()),
                        move -> LedgerEntry.identity(move.getValue().expected().identity()),
                        move -> move.getValue()
                                .next()
                                .map(next -> Long.toString(next.offset()))
                                .orElse(""),
                        move -> move.getValue()
                                .next()
                                .map(next -> LedgerEntry.identity(next.identity()))
                                .orElse(""))
                .addBlocks(reposition.receipts(), ReceiptEntry::field, ReceiptEntry::value);
        Reply reply = run(Script.REPOSITION, arguments, "new offsets", reposition.group());
        if (reply.isConflict()) {
            reposition.requireStored(
                    ledger(moves.stream().map(Map.Entry::getKey).toList(), reply), settings.writer());
            throw contradiction("new offsets", reposition.group(), reply);
        }
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return hash(keys(group).receipts(), "the loss receipts", group).entrySet().stream()
                .map(entry -> ReceiptEntry.parse(server, group, entry.getKey(), entry.getValue()))
                .sorted(LossReceipt.OLDEST_FIRST)
                .toList();
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return state("governor", "what governs", group).map(Governor::ofText);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        run(Script.GOVERNOR, new Arguments().add(governor.text()), "what governs", group);
    }

    private Map<String, String> hash(byte[] key, String what, GroupId group) {
        Map<String, String> hash =
                read(new CommandArguments(Command.HGETALL).key(key), BuilderFactory.STRING_MAP, what, group);
        if (!hash.isEmpty()) {
            requireKnownLayout(what, group);
        }
        return hash;
    }

    /** Entries of a later layout can look like those of this one. A layout that has been raised stays so. */
    private void requireKnownLayout(String what, GroupId group) {
        state("layout", what, group).filter(layout -> !LAYOUTS.contains(layout)).ifPresent(layout -> {
            throw new OffsetStoreException("Cannot read " + what + " of group " + group + " from " + server
                    + ": they have layout version " + layout
                    + ", this program reads versions 1 to 3; use the version of Tidemark that wrote them");
        });
    }

    private Optional<String> state(String field, String what, GroupId group) {
        CommandArguments call =
                new CommandArguments(Command.HMGET).key(keys(group).state()).add(field);
        return Optional.ofNullable(
                read(call, BuilderFactory.STRING_LIST, what, group).get(0));
    }

    private <T> T read(CommandArguments call, Builder<T> reply, String what, GroupId group) {
        try {
            return client.executeCommand(new CommandObject<>(call, reply));
        } catch (JedisException e) {
            throw Failures.ofRead(what, group, server, e);
        }
    }

    private Reply run(Script script, Arguments arguments, String what, GroupId group) {
        Call call = new Call(client, script, offsetKeys(group), arguments.asList());
        return run(call, what, group, List.of(), call::run);
    }

    private Reply run(Call call, String what, GroupId group, List<PartitionRange> ranges, Supplier<List<?>> running) {
        Reply reply;
        try {
            reply = Reply.of(running.get());
        } catch (JedisException e) {
            OffsetStoreException failure = Failures.ofWrite(what, group, ranges, call.sendings(), server, e);
            if (failure instanceof BatchTooLargeException) {
                discardClosedConnection();
            }
            throw failure;
        }
        if (call.sendings() > 1 && !reply.isApplied()) {
            throw Failures.ofRepeatedWrite(what, group, ranges, server);
        }
        if (reply.isRefusal()) {
            throw Refusal.of(what, group, server, reply.refusal());
        }
        return reply;
    }

    /**
     * A server that refuses a call as too large closes the connection, which is back in the pool by now. The smaller
     * call that follows would fail on it.
     */
    private void discardClosedConnection() {
        try {
            client.ping();
        } catch (JedisException e) {
            LOG.debug("Discarded a connection that {} has closed", server, e);
        }
    }

    /** The entries that a script found, in the order of the requested partitions. */
    private Map<TopicPartition, StoredOffset> ledger(List<TopicPartition> partitions, Reply reply) {
        Map<TopicPartition, StoredOffset> ledger = new HashMap<>();
        for (int i = 0; i < partitions.size(); i++) {
            TopicPartition partition = partitions.get(i);
            reply.text(i)
                    .ifPresent(entry ->
                            ledger.put(partition, LedgerEntry.parse(server, LedgerEntry.field(partition), entry)));
        }
        return ledger;
    }

    private OffsetStoreException contradiction(String what, GroupId group, Reply reply) {
        return new OffsetStoreException("Cannot write " + what + " of group " + group + " to " + server
                + ": the script refused ledger entries that fit: " + reply + "; nothing was written");
    }

    @Override
    public Set<GroupId> groups() {
        Set<GroupId> groups = new HashSet<>();
        try {
            ScanIteration keys = client.scanIteration(KEYS_PER_CALL, GroupKeys.pattern(settings.keyPrefix()));
            while (!keys.isIterationCompleted()) {
                for (String key : keys.nextBatchList()) {
                    GroupKeys.group(settings.keyPrefix(), key).ifPresent(groups::add);
                }
            }
            return Set.copyOf(groups);
        } catch (JedisException e) {
            throw new OffsetStoreException(
                    "Cannot list the groups in " + server + ": " + RedisRemedies.words(e) + RedisRemedies.advice(e), e);
        }
    }

    @Override
    public List<Diagnosis> diagnose(GroupId group, Clock clock) {
        try {
            return ServerExamination.of(client, new String(keys(group).ledger(), StandardCharsets.UTF_8), clock);
        } catch (JedisException e) {
            throw new OffsetStoreException(
                    "Cannot examine " + server + ": " + RedisRemedies.words(e) + RedisRemedies.advice(e), e);
        }
    }

    /** The URL that opens the ledger as a store, if it is known, without secrets. */
    @Override
    public String toString() {
        return "RedisMetricSink on " + place();
    }

    /** The URL that opens the ledger as a store, if it is known, else the server. */
    String place() {
        return server.url()
                .map(url -> settings.keyPrefix().equals(RedisMetricSinkSettings.DEFAULT_KEY_PREFIX)
                        ? url
                        : url + "?key-prefix=" + PercentEncoding.URL.encode(settings.keyPrefix()))
                .orElse(server.toString());
    }

    private List<byte[]> offsetKeys(GroupId group) {
        GroupKeys keys = keys(group);
        return List.of(keys.ledger(), keys.state(), keys.receipts());
    }

    private GroupKeys keys(GroupId group) {
        return new GroupKeys(settings.keyPrefix(), group);
    }
}
