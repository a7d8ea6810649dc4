package io.tidemark.example;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Offsets in Redis: a hash for each group, with a version that every write compares and raises. A write reads the whole
 * group, checks its own condition with what it has read, and is applied only if the version is still the same.
 */
final class HashOffsetStore implements OffsetStore {

    /** Changes fields if the version is still the expected one; an empty value removes its field. */
    private static final String WRITE = """
            if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then
              return 0
            end
            redis.call('HINCRBY', KEYS[1], 'version', 1)
            for i = 2, #ARGV, 2 do
              if ARGV[i + 1] == '' then
                redis.call('HDEL', KEYS[1], ARGV[i])
              else
                redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
              end
            end
            return 1
            """;

    private final RedisClient redis;
    private final String prefix;
    private final WriterName writer;

    HashOffsetStore(RedisClient redis, String prefix, WriterName writer) {
        this.redis = redis;
        this.prefix = prefix;
        this.writer = writer;
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return Map.copyOf(read(group).offsets());
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        Map<TopicPartition, StoredOffset> governing = new HashMap<>();
        write(group, List.of(), stored -> {
            governing.clear();
            List<String> changes = new ArrayList<>();
            offsets.forEach((partition, given) -> {
                StoredOffset entry = stored.offsets().getOrDefault(partition, written(given));
                governing.put(partition, entry);
                if (!stored.offsets().containsKey(partition)) {
                    changes.addAll(GroupHash.change(partition, Optional.of(entry)));
                }
            });
            return changes;
        });
        return governing;
    }

    @Override
    public void commit(OffsetCommit commit) {
        write(commit.group(), commit.ranges(), stored -> {
            commit.requireStored(stored.offsets(), writer);
            List<String> changes = new ArrayList<>();
            for (PartitionRange range : commit.ranges()) {
                // a commit keeps the identity that is stored
                StoredOffset old = stored.offsets().getOrDefault(range.partition(), StoredOffset.of(range.from()));
                StoredOffset next = new StoredOffset(range.until(), old.identity(), Optional.empty());
                changes.addAll(GroupHash.change(range.partition(), Optional.of(written(next))));
            }
            return changes;
        });
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        write(reposition.group(), List.of(), stored -> {
            reposition.requireStored(stored.offsets(), writer);
            List<String> changes = new ArrayList<>();
            reposition
                    .moves()
                    .forEach((partition, move) -> changes.addAll(
                            GroupHash.change(partition, move.next().map(this::written))));
            reposition.receipts().forEach(receipt -> changes.addAll(GroupHash.change(receipt)));
            return changes;
        });
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return read(group).receipts().stream()
                .sorted(Comparator.comparing(LossReceipt::time))
                .toList();
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return read(group).governor();
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        write(group, List.of(), stored -> GroupHash.change(governor));
    }

    private GroupHash read(GroupId group) {
        try {
            return GroupHash.of(group, redis.hgetAll(key(group)));
        } catch (JedisException e) {
            throw new OffsetStoreException("Cannot read the offsets of group " + group + " from Redis", e);
        }
    }

    /** Applies changes that are computed from what is stored, anew if another writer comes in between. */
    private void write(GroupId group, List<PartitionRange> ranges, Changes changes) {
        Object applied;
        do {
            GroupHash stored = read(group);
            List<String> arguments = new ArrayList<>(List.of(stored.version()));
            arguments.addAll(changes.from(stored));
            try {
                applied = redis.eval(WRITE, List.of(key(group)), arguments);
            } catch (JedisConnectionException e) {
                throw new CommitOutcomeUnknownException(group, ranges, "the write to Redis", e);
            } catch (JedisException e) {
                throw new OffsetStoreException("Cannot write the offsets of group " + group + " to Redis", e);
            }
        } while (applied.equals(0L));
    }

    private StoredOffset written(StoredOffset given) {
        return new StoredOffset(given.offset(), given.identity(), Optional.of(Instant.now()), Optional.of(writer));
    }

    private String key(GroupId group) {
        return prefix + group.value();
    }

    /** Fields and values in turn. */
    @FunctionalInterface
    private interface Changes {
        List<String> from(GroupHash stored);
    }
}
