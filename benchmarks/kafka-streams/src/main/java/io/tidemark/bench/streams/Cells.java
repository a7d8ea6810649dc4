package io.tidemark.bench.streams;

import io.tidemark.bench.candidate.OrderCell;
import io.tidemark.bench.candidate.OrderReader;
import io.tidemark.bench.candidate.PackedBytes;
import io.tidemark.bench.candidate.RedisCells;
import io.tidemark.bench.candidate.WrittenRecords;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;

/** The topology: read, group by cell, aggregate, overwrite in Redis. */
final class Cells {

    private static final Duration FLUSH = Duration.ofMillis(100);
    private static final Serde<Counted> COUNTED = Serdes.serdeFrom(
            (topic, counted) -> counted == null ? null : counted.toBytes(),
            (topic, bytes) -> bytes == null ? null : Counted.of(bytes));
    private static final Serde<OrderCell> CELL = Serdes.serdeFrom(
            (topic, cell) -> cell == null ? null : cell.toBytes(),
            (topic, bytes) -> bytes == null ? null : OrderCell.of(bytes));

    private Cells() {}

    static Topology topology(String topic, String group, URI redis, Properties properties) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(topic, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .process(() -> new Read(group))
                .groupByKey(Grouped.with("cell", Serdes.Long(), COUNTED))
                .aggregate(
                        OrderCell::new,
                        (key, counted, cell) -> counted.addTo(cell),
                        Materialized.<Long, OrderCell>as(Stores.inMemoryKeyValueStore("cells"))
                                .withKeySerde(Serdes.Long())
                                .withValueSerde(CELL)
                                .withCachingEnabled())
                .toStream()
                .process(() -> new Write(redis, group));
        return builder.build(properties);
    }

    /**
     * What is sent on of a record, with its cell as the key.
     *
     * @param amount its amount, if it counts
     * @param duration its milliseconds, if they are known
     * @param failure its failure code, if it has failed
     */
    private record Counted(long amount, long duration, String channel, String payer, String failure) {

        static Counted of(OrderReader reader) {
            return new Counted(reader.amount(), reader.duration(), reader.channel(), reader.payer(), reader.failure());
        }

        OrderCell addTo(OrderCell cell) {
            return cell.add(amount, duration, channel, payer, failure);
        }

        byte[] toBytes() {
            PackedBytes bytes = new PackedBytes();
            // numbers that are not known are -1, which would take ten bytes
            bytes.put(amount + 1);
            bytes.put(duration + 1);
            bytes.put(channel);
            bytes.put(payer);
            bytes.put(failure);
            return bytes.toArray();
        }

        static Counted of(byte[] encoded) {
            PackedBytes bytes = new PackedBytes(encoded);
            return new Counted(bytes.number() - 1, bytes.number() - 1, bytes.text(), bytes.text(), bytes.text());
        }
    }

    private static final class Read extends ContextualProcessor<byte[], byte[], Long, Counted> {

        private final WrittenRecords written;
        private final OrderReader reader = new OrderReader();
        private boolean begun;

        Read(String group) {
            written = WrittenRecords.of(group);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (!begun) {
                written.begin();
                begun = true;
            }
            long key = reader.read(record.value());
            context().forward(record.withKey(key).withValue(Counted.of(reader)));
        }
    }

    /** Writes what has changed: everything that the store's cache gives at a commit, in few round trips. */
    private static final class Write implements Processor<Long, OrderCell, Void, Void> {

        private final RedisCells cells;

        Write(URI redis, String group) {
            cells = new RedisCells(redis, group);
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            context.schedule(FLUSH, PunctuationType.WALL_CLOCK_TIME, now -> cells.flush());
        }

        @Override
        public void process(Record<Long, OrderCell> record) {
            cells.put(record.key(), record.value().records(), record.value().toBytes());
        }

        @Override
        public void close() {
            cells.close();
        }
    }
}
