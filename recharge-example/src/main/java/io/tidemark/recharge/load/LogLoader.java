package io.tidemark.recharge.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Loads a log file into a topic, one Kafka record for each of its records. Record number {@code i}, counted from 0, is
 * written to partition {@code i mod P}, and each partition receives its records in order. So the content of a partition
 * shows how far its load has come, and an interrupted load, even after a kill, resumes where it stopped: each record is
 * written exactly once.
 *
 * <p>This requires that nothing else writes to the topic. {@link #appending} is for other topics; it always starts from
 * the beginning.
 *
 * <p>Instances are immutable and thread-safe. Two concurrent loads into one topic are not safe.
 */
public final class LogLoader {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long the ends must not change before all records of an earlier, killed loader are considered written. */
    private static final Duration SETTLE = Duration.ofMillis(300);
    /** The bytes that a batch needs in addition to the value of its one record, rounded up. */
    private static final int RECORD_OVERHEAD = 128;
    /** How many skipped lines are kept for the report. */
    private static final int MOST_KEPT = 1_000;

    private final Map<String, Object> kafka;
    private final String topic;
    private final Optional<Map<TopicPartition, Long>> bases;
    private final Duration patience;

    LogLoader(Map<String, Object> kafka, String topic, Optional<Map<TopicPartition, Long>> bases, Duration patience) {
        this.kafka = Map.copyOf(kafka);
        this.topic = topic;
        this.bases = bases.map(Map::copyOf);
        this.patience = patience;
    }

    /**
     * Creates a loader that resumes where an earlier one with the same file and bases stopped.
     *
     * @param kafka the settings of Kafka's clients: {@code bootstrap.servers} and what else the cluster requires
     * @param topic the topic, to which nothing else writes
     * @param bases where the topic's partitions ended before the first record of the file was loaded: partitions 0 to P
     *     - 1
     * @throws IllegalArgumentException if these are not the partitions from 0 on
     */
    public static LogLoader resumable(Map<String, Object> kafka, String topic, Map<TopicPartition, Long> bases) {
        for (int partition = 0; partition < bases.size(); partition++) {
            if (!bases.containsKey(new TopicPartition(topic, partition))) {
                throw new IllegalArgumentException("Cannot load into topic '" + topic + "': the bases " + bases
                        + " are not those of the partitions from 0 on");
            }
        }
        if (bases.isEmpty()) {
            throw new IllegalArgumentException("Cannot load into topic '" + topic + "': it has no partitions");
        }
        return new LogLoader(kafka, topic, Optional.of(bases), PATIENCE);
    }

    /**
     * Creates a loader that appends the whole file to the topic.
     *
     * @param kafka the settings of Kafka's clients: {@code bootstrap.servers} and what else the cluster requires
     * @param topic the topic
     */
    public static LogLoader appending(Map<String, Object> kafka, String topic) {
        return new LogLoader(kafka, topic, Optional.empty(), PATIENCE);
    }

    /**
     * Loads a log, or its missing records. Returns when the cluster has acknowledged every record.
     *
     * <p>The file is UTF-8 text, plain or gzip. A line that exceeds the topic's maximum record size is skipped; the
     * returned value contains it.
     *
     * @param log the log file
     * @param progress receives from time to time how many bytes of the file were read
     * @throws LoadException if the log cannot be read or is not text, the topic is missing or refuses a record, the
     *     cluster does not answer, or the topic holds something else than the beginning of the log
     */
    public LoadedLog load(Path log, LongConsumer progress) {
        try (TopicAccess access = new TopicAccess(kafka);
                LogFile file = LogFile.open(log)) {
            Map<TopicPartition, Long> ends = bases.isPresent() ? settledEnds(access) : access.ends(topic);
            if (ends.isEmpty()) {
                throw cannotLoad(log, "there is no such topic; create it first", Optional.empty());
            }
            Placement placement = new Placement(bases.orElse(ends), ends);
            return load(log, file, access, placement, progress);
        } catch (UnusableLogException e) {
            throw cannotLoad(log, e.getMessage() + "; nothing was written", Optional.of(e));
        } catch (IOException e) {
            throw cannotLoad(log, "the file cannot be read: " + TopicAccess.reason(e), Optional.of(e));
        } catch (OrderedProducer.FailedToSend e) {
            throw cannotLoad(log, TopicAccess.reason(e), Optional.of(e));
        } catch (KafkaException e) {
            throw cannotLoad(log, TopicAccess.reason(e), Optional.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotLoad(log, "interrupted", Optional.of(e));
        }
    }

    private LoadedLog load(Path log, LogFile file, TopicAccess access, Placement placement, LongConsumer progress)
            throws IOException, OrderedProducer.FailedToSend, InterruptedException {
        int largestBatch = access.largestBatch(topic);
        int longest = largestBatch - RECORD_OVERHEAD;
        List<LongLine> tooLong = new ArrayList<>();
        long[] tooLongCount = {0};
        RecordLines lines = new RecordLines(file.content(), longest, line -> {
            tooLongCount[0]++;
            if (tooLong.size() < MOST_KEPT) {
                tooLong.add(line);
            }
        });
        long records = send(log, file, lines, placement, largestBatch, progress);
        return verified(log, access, placement, records, new LoadedLog.LongLines(tooLong, tooLongCount[0], longest));
    }

    private long send(
            Path log, LogFile file, RecordLines lines, Placement placement, int largestBatch, LongConsumer progress)
            throws IOException, OrderedProducer.FailedToSend, InterruptedException {
        Map<TopicPartition, byte[]> last =
                placement.haveRecords() ? LastRecords.read(kafka, placement.endsOfLoaded(), patience) : Map.of();
        long number = 0;
        try (OrderedProducer producer = new OrderedProducer(kafka, largestBatch, patience)) {
            try {
                for (Optional<byte[]> next = lines.next(); next.isPresent(); next = lines.next()) {
                    byte[] record = next.get();
                    TopicPartition partition = placement.of(number);
                    if (placement.isLoaded(number)) {
                        byte[] there = last.get(partition);
                        if (placement.isLastLoaded(number) && there != null && !Arrays.equals(record, there)) {
                            throw otherRecords(log, partition, placement);
                        }
                    } else {
                        producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, record));
                    }
                    number++;
                    progress.accept(file.bytesRead());
                }
            } catch (IOException e) {
                producer.awaitAll();
                throw cannotLoad(
                        log,
                        "the file cannot be read after line " + lines.linesRead() + ": " + TopicAccess.reason(e)
                                + "; its first " + number
                                + " records are in the topic. Get the whole file; if the topic holds"
                                + " nothing else, load it with --resume, which writes only the missing records",
                        Optional.of(e));
            }
            producer.awaitAll();
        }
        return number;
    }

    /** Reads the ends of the partitions when no record of an earlier loader is in progress any more. */
    private Map<TopicPartition, Long> settledEnds(TopicAccess access) throws InterruptedException {
        Map<TopicPartition, Long> ends = access.ends(topic);
        while (true) {
            Thread.sleep(SETTLE.toMillis());
            Map<TopicPartition, Long> later = access.ends(topic);
            if (later.equals(ends)) {
                return ends;
            }
            ends = later;
        }
    }

    private LoadedLog verified(
            Path log, TopicAccess access, Placement placement, long records, LoadedLog.LongLines tooLong) {
        Map<TopicPartition, Long> ends = access.ends(topic);
        if (bases.isEmpty()) {
            return new LoadedLog(records, records, ends, tooLong);
        }
        Map<TopicPartition, Long> expected = placement.endsAfter(records);
        for (Map.Entry<TopicPartition, Long> end : expected.entrySet()) {
            if (!end.getValue().equals(ends.get(end.getKey()))) {
                throw otherRecords(log, end.getKey(), placement);
            }
        }
        return new LoadedLog(records, records - placement.loaded(), expected, tooLong);
    }

    private LoadException otherRecords(Path log, TopicPartition partition, Placement placement) {
        return cannotLoad(
                log,
                "partition " + partition.partition() + " holds, from offset " + placement.base(partition)
                        + " on, other records than this log; load it into a separate topic",
                Optional.empty());
    }

    private LoadException cannotLoad(Path log, String reason, Optional<Exception> cause) {
        String message = "Cannot load " + log + " into topic '" + topic + "' at " + kafka.get("bootstrap.servers")
                + ": " + reason;
        return cause.map(exception -> new LoadException(message, exception))
                .orElseGet(() -> new LoadException(message));
    }
}
