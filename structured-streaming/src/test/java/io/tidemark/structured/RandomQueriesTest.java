package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.test.RestorableSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a query: appends, retention, new partitions, recreated topics, crashes at any step, lost
 * checkpoints, rewinds, sinks that lose their last writes, and sinks that find batches too large. In every one, a
 * record is counted as the guarantee says, or a receipt tells of its loss.
 */
class RandomQueriesTest {

    /** Of each of the two kinds. */
    private static final int HISTORIES = Integer.getInteger("tidemark.histories", 1_000) / 2;

    private static final GroupId GROUP = new GroupId(ModelQuery.GROUP);
    private static final MetricQuery.Totals RECORDS = new MetricQuery.Totals("records", Period.all());

    @Test
    void everyRecordIsCountedOnceOrItsLossIsReceipted() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            check(new History(seed, true));
        }
    }

    @Test
    void everyRecordComesOutAtLeastOnceOrItsLossIsReceipted() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            check(new History(seed, false));
        }
    }

    private static void check(History history) {
        try {
            history.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(history + ": " + e.getMessage(), e);
        }
    }

    private static final class History {

        private final int seed;
        private final boolean exactly;
        private final Random random;
        private final ModelLog log;
        private final InMemoryOffsetStore store = new InMemoryOffsetStore();
        private final RestorableSink sink = new RestorableSink();
        private final ModelQuery query;
        private final List<String> told = new ArrayList<>();

        History(int seed, boolean exactly) {
            this.seed = seed;
            this.exactly = exactly;
            random = new Random(seed);
            log = new ModelLog(1 + random.nextInt(3));
            query = new ModelQuery(log, store, exactly ? Optional.of(sink) : Optional.empty(), random);
        }

        void run() {
            if (random.nextInt(3) == 0) {
                int most = 1 + random.nextInt(8);
                told.add("batches of at most " + most);
                query.limit(most);
            }
            int steps = 4 + random.nextInt(12);
            for (int step = 0; step < steps; step++) {
                event();
                attempt(
                        random.nextBoolean() ? OutOfRangePolicy.FAIL : OutOfRangePolicy.EARLIEST,
                        6 + random.nextInt(20));
            }
            told.add("the end");
            // a start that is refused for its checkpoint is repeated without it
            for (int run = 0; run < 4; run++) {
                attempt(OutOfRangePolicy.EARLIEST, 0);
            }
            verify();
        }

        private void event() {
            int partition = random.nextInt(log.partitions());
            switch (random.nextInt(12)) {
                case 0 -> {
                    told.add("expire");
                    log.expire(partition, random.nextInt(6));
                }
                case 1 -> {
                    told.add("add a partition");
                    log.addPartitions(Math.min(4, log.partitions() + 1));
                }
                case 2 -> {
                    if (random.nextInt(3) == 0) {
                        told.add("recreate");
                        log.recreate();
                    }
                }
                case 3 -> {
                    told.add("lose the checkpoint");
                    query.loseCheckpoint();
                }
                case 4 -> disturb(partition);
                default -> {
                    // only appends
                }
            }
            for (int each = 0; each < log.partitions(); each++) {
                log.append(each, random.nextInt(5));
            }
        }

        /** An operator rewinds the group, or the sink loses its last writes. */
        private void disturb(int partition) {
            if (exactly) {
                if (sink.age() > 0) {
                    told.add("restore the sink");
                    sink.restore(sink.age() - random.nextInt(Math.min(3, sink.age())));
                }
                return;
            }
            TopicPartition key = new TopicPartition(ModelLog.TOPIC, partition);
            StoredOffset entry = store.load(GROUP).get(key);
            long start = log.start(key);
            if (entry != null && entry.offset() > start) {
                told.add("rewind");
                StoredOffset next = new StoredOffset(
                        start + random.nextInt((int) (entry.offset() - start)), entry.identity(), Optional.empty());
                store.reposition(
                        new OffsetReposition(GROUP, Map.of(key, OffsetReposition.Move.to(entry, next)), List.of()));
            }
        }

        private void attempt(OutOfRangePolicy policy, int crashes) {
            try {
                told.add("run " + policy);
                query.run(policy, 1 + random.nextInt(4) + (crashes == 0 ? 400 : 0), crashes);
            } catch (ModelQuery.Crash crash) {
                told.add("crash");
            } catch (OffsetVerificationException refused) {
                told.add("refused by policy");
            } catch (OffsetStoreException refused) {
                // the remedy of the message
                assertThat(refused.getMessage()).contains("empty checkpoint directory");
                told.add("refused for its checkpoint");
                query.loseCheckpoint();
            }
        }

        private void verify() {
            Map<String, Long> counts = counts();
            List<LossReceipt> receipts = new ArrayList<>(store.lossReceipts(GROUP));
            receipts.addAll(sink.contents().lossReceipts(GROUP));
            log.everything()
                    .forEach((topic, ends) -> ends.forEach((partition, end) -> {
                        for (long offset = 0; offset < end; offset++) {
                            ModelLog.Id record = new ModelLog.Id(topic, partition, offset);
                            long count = counts.getOrDefault(record.toString(), 0L);
                            if (exactly && count > 1) {
                                throw new AssertionError(record + " was counted " + count + " times");
                            }
                            if (count == 0 && !isReceipted(record, receipts)) {
                                throw new AssertionError(record + " was lost without a receipt");
                            }
                        }
                    }));
        }

        private Map<String, Long> counts() {
            Map<String, Long> counts = new HashMap<>();
            if (!exactly) {
                query.output().forEach((record, count) -> counts.put(record.toString(), (long) count));
                return counts;
            }
            sink.contents()
                    .read(GROUP, List.of(RECORDS))
                    .totals(RECORDS)
                    .forEach((tags, value) ->
                            counts.put(String.valueOf(tags.get("id")), ((MetricValue.Sum) value).value()));
            return counts;
        }

        private boolean isReceipted(ModelLog.Id record, List<LossReceipt> receipts) {
            return receipts.stream().anyMatch(receipt -> switch (receipt.reason()) {
                case EXPIRED -> isOf(receipt, record) && isWithin(receipt, record);
                // the unread rest of the old topic cannot be counted, nor its partitions that were never seen; the
                // range is one of the new topic
                case TOPIC_RECREATED ->
                    record.topic() < log.topic() || (isOf(receipt, record) && isWithin(receipt, record));
                default -> false;
            });
        }

        private static boolean isOf(LossReceipt receipt, ModelLog.Id record) {
            return receipt.partition().partition() == record.partition()
                    && receipt.identity()
                            .filter(identity -> identity.topicId().equals(new Uuid(0, record.topic())))
                            .isPresent();
        }

        private static boolean isWithin(LossReceipt receipt, ModelLog.Id record) {
            return receipt.from() <= record.offset() && record.offset() < receipt.until();
        }

        @Override
        public String toString() {
            return "history " + seed + (exactly ? ", exactly once, " : ", at least once, ") + told;
        }
    }
}
