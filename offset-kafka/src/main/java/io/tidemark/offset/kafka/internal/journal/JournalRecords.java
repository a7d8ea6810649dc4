package io.tidemark.offset.kafka.internal.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Converts a change to records of the journal. */
public final class JournalRecords {

    private JournalRecords() {}

    public static List<ProducerRecord<byte[], byte[]>> of(String group, Change change, TopicPartition partition) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(receipts(change, partition));
        records.addAll(entries(group, change, partition));
        return records;
    }

    public static List<ProducerRecord<byte[], byte[]>> receipts(Change change, TopicPartition partition) {
        return change.receipts().stream()
                .map(receipt -> record(partition, JournalKey.OfLoss.of(receipt), JournalKey.OfLoss.value(receipt)))
                .toList();
    }

    public static List<ProducerRecord<byte[], byte[]>> entries(String group, Change change, TopicPartition partition) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        change.entries()
                .forEach((of, entry) ->
                        records.add(record(partition, new JournalKey.OfOffset(of, group), entry.text())));
        change.governor()
                .ifPresent(governor -> records.add(
                        record(partition, new JournalKey.OfGovernor(group), JournalKey.OfGovernor.value(governor))));
        change.removals()
                .keySet()
                .forEach(of -> records.add(record(partition, new JournalKey.OfOffset(of, group), null)));
        return records;
    }

    private static ProducerRecord<byte[], byte[]> record(
            TopicPartition partition, JournalKey key, @Nullable String value) {
        return new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                key.text().getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
