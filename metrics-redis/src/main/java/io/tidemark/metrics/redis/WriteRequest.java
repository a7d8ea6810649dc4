package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.redis.internal.layout.Arguments;
import io.tidemark.metrics.redis.internal.layout.Escaping;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.LedgerEntry;
import io.tidemark.metrics.redis.internal.layout.Table;
import io.tidemark.metrics.redis.internal.write.ArgumentRun;
import io.tidemark.metrics.redis.internal.write.Delta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The keys and arguments of one call of {@code write.lua}.
 *
 * @param keys every key that the script touches
 * @param arguments the arguments, as described at the beginning of the script
 */
record WriteRequest(List<byte[]> keys, List<byte[]> arguments) {

    private static final int OPERATION_ARGUMENTS = 5;

    /**
     * @throws io.tidemark.offset.BatchTooLargeException if the batch changes more than one write allows
     * @throws io.tidemark.offset.OffsetStoreException if its measurements do not merge with each other
     */
    static WriteRequest of(MetricBatch batch, GroupKeys group, RedisMetricSinkSettings settings) {
        BatchDeltas deltas = BatchDeltas.of(batch, group, settings);
        Collection<Delta> hashes = deltas.hashes();

        Arguments arguments = new Arguments()
                .add(UUID.randomUUID().toString())
                .add(LedgerEntry.writer(settings.writer()))
                .add(seconds(settings.minutesKept()))
                .add(seconds(settings.hoursKept()))
                .add(seconds(settings.daysKept()))
                .add(settings.overflow().name().toLowerCase(Locale.ROOT))
                .add(deltas.saturated());
        arguments.addBlocks(
                batch.ranges(),
                range -> LedgerEntry.field(range.partition()),
                range -> Long.toString(range.from()),
                range -> Long.toString(range.until()));
        arguments.addBlocks(deltas.kinds().entrySet(), kind -> Escaping.escape(kind.getKey()), kind -> kind.getValue()
                .stored());
        arguments.addBlocks(
                deltas.days(),
                day -> Long.toString(day / Table.DAY.seconds()),
                Table.DAY::text,
                day -> Table.DAY.expiry(day, settings.retention()));
        addOperations(hashes, arguments);

        List<byte[]> keys = new ArrayList<>(hashes.size() + 4);
        keys.addAll(List.of(group.ledger(), group.state(), group.kinds(), group.days()));
        hashes.forEach(hash -> keys.add(GroupKeys.utf8(hash.key())));
        return new WriteRequest(keys, arguments.asList());
    }

    private static void addOperations(Collection<Delta> hashes, Arguments arguments) {
        arguments.add(hashes.size());
        Pool pool = new Pool(arguments.size() + hashes.size() * OPERATION_ARGUMENTS + 1);
        for (Delta hash : hashes) {
            arguments
                    .add(hash.merge())
                    .add(hash.expiry())
                    .add(hash.size())
                    .add(pool.indexOf(hash.fields()))
                    .add(pool.indexOf(hash.values()));
        }
        pool.addTo(arguments);
    }

    private static String seconds(Optional<Duration> kept) {
        return kept.map(duration -> Long.toString(duration.toSeconds())).orElse("");
    }

    /**
     * Runs of arguments. Equal runs are stored once: a batch within one hour has the same fields in its hours and its
     * days.
     */
    private static final class Pool {

        private final Map<ArgumentRun, Integer> runs = new LinkedHashMap<>();
        private int end;

        /** @param offset the index of the first argument */
        Pool(int offset) {
            this.end = offset;
        }

        int indexOf(ArgumentRun run) {
            return runs.computeIfAbsent(run, unknown -> {
                int index = end;
                end += unknown.size();
                return index;
            });
        }

        void addTo(Arguments arguments) {
            runs.keySet().forEach(run -> run.addTo(arguments));
        }
    }
}
