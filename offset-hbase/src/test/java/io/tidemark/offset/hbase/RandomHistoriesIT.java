package io.tidemark.offset.hbase;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random calls, half of them with wrong expectations, beside the in-memory store as the model. */
class RandomHistoriesIT {

    private static final int STEPS = 200;
    private static final GroupId GROUP = new GroupId("recharge");
    private static final List<TopicPartition> PARTITIONS = List.of(
            new TopicPartition("a", 0),
            new TopicPartition("a", 1),
            new TopicPartition("a.b", 0),
            new TopicPartition("topic", 11));
    private static final List<Optional<TopicIdentity>> IDENTITIES = List.of(
            Optional.empty(),
            Optional.of(new TopicIdentity("one", new Uuid(1, 1))),
            Optional.of(new TopicIdentity("two", new Uuid(1, 1))));

    private static AsyncConnection connection;

    @BeforeAll
    static void connect() {
        connection = SharedHBase.connect();
    }

    @AfterAll
    static void close() {
        Connections.close(connection);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theStoreBehavesLikeItsModel(long seed) {
        Random random = new Random(seed);
        OffsetStore model = new InMemoryOffsetStore();
        OffsetStore store =
                new HBaseOffsetStore(connection, HBaseStoreOptions.defaults().table(SharedHBase.unusedTable()));
        int refused = 0;
        for (int step = 0; step < STEPS; step++) {
            Call call = random(random, model.load(GROUP));
            boolean accepted = isAccepted(call, model);
            assertThat(isAccepted(call, store))
                    .as("step %d of seed %d", step, seed)
                    .isEqualTo(accepted);
            assertThat(comparable(store.load(GROUP)))
                    .as("what is stored after step %d of seed %d", step, seed)
                    .isEqualTo(comparable(model.load(GROUP)));
            refused += accepted ? 0 : 1;
        }
        assertThat(store.lossReceipts(GROUP))
                .isEqualTo(model.lossReceipts(GROUP))
                .isNotEmpty();
        assertThat(refused).isBetween(STEPS / 20, STEPS - STEPS / 20);
    }

    private interface Call {
        void on(OffsetStore store);
    }

    private static Call random(Random random, Map<TopicPartition, StoredOffset> stored) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                Map<TopicPartition, StoredOffset> first = new HashMap<>();
                some(random).forEach(partition -> first.put(partition, offset(random, random.nextInt(20))));
                yield store -> store.initialize(GROUP, first);
            }
            case 1 -> {
                Map<TopicPartition, Move> moves = new HashMap<>();
                some(random)
                        .forEach(partition -> moves.put(
                                partition,
                                new Move(
                                        expected(random, stored.get(partition)),
                                        random.nextInt(5) == 0
                                                ? Optional.empty()
                                                : Optional.of(offset(random, random.nextInt(20))))));
                LossReceipt receipt = new LossReceipt(
                        GROUP,
                        PARTITIONS.get(random.nextInt(PARTITIONS.size())),
                        IDENTITIES.get(random.nextInt(IDENTITIES.size())),
                        random.nextInt(3),
                        10 + random.nextInt(3),
                        LossReceipt.Reason.EXPIRED,
                        OutOfRangePolicy.EARLIEST,
                        Instant.ofEpochSecond(random.nextInt(1_000_000)));
                yield store -> store.reposition(new OffsetReposition(GROUP, moves, List.of(receipt)));
            }
            default -> {
                List<PartitionRange> ranges = some(random).stream()
                        .map(partition -> {
                            long from = expected(random, stored.get(partition)).offset();
                            return new PartitionRange(partition, from, from + random.nextInt(4));
                        })
                        .toList();
                yield store -> store.commit(new OffsetCommit(GROUP, ranges));
            }
        };
    }

    private static List<TopicPartition> some(Random random) {
        int first = random.nextInt(PARTITIONS.size());
        return PARTITIONS.subList(first, first + 1 + random.nextInt(PARTITIONS.size() - first));
    }

    /** Mostly what is stored. */
    private static StoredOffset expected(Random random, @Nullable StoredOffset stored) {
        return stored == null || random.nextInt(8) == 0 ? offset(random, random.nextInt(20)) : stored;
    }

    private static StoredOffset offset(Random random, long offset) {
        return new StoredOffset(offset, IDENTITIES.get(random.nextInt(IDENTITIES.size())), Optional.empty());
    }

    private static boolean isAccepted(Call call, OffsetStore store) {
        try {
            call.on(store);
            return true;
        } catch (OffsetConflictException refused) {
            return false;
        }
    }

    private static Map<TopicPartition, StoredOffset> comparable(Map<TopicPartition, StoredOffset> stored) {
        Map<TopicPartition, StoredOffset> comparable = new HashMap<>();
        stored.forEach((partition, entry) ->
                comparable.put(partition, new StoredOffset(entry.offset(), entry.identity(), Optional.empty())));
        return comparable;
    }
}
