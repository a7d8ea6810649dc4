package io.tidemark.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of a dead-letter record. The rejected record's own headers come first and are unchanged. The headers of
 * the rejection are appended, so that of two headers with the same name the last one is meant.
 *
 * @param origin where the record was read
 * @param reason why it was rejected
 * @param time the record's own time; empty if it had none
 * @param attempt how often the record had been replayed before this rejection
 * @param kind a rejected record, or the receipt of its replay
 * @param ownHeaders the rejected record's headers
 */
record DeadLetter(
        Origin origin, String reason, Optional<Instant> time, int attempt, Kind kind, List<Header> ownHeaders) {

    /** The kind of a record in the dead-letter topic. */
    enum Kind {
        REJECTED,
        REPLAYED
    }

    private static final String REASON = "reason";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";
    private static final String TIME = "time";
    /** In a receipt: how often the record of the origin has been replayed. */
    private static final String REPLAYED = "replayed";
    /** In a replayed record: how often it has been replayed. */
    private static final String ATTEMPT = "replay-attempt";
    /** In a replayed record: the origin of its dead-letter record. */
    private static final String REPLAY_OF = "replay-of";

    private static final List<String> REJECTION_HEADERS = List.of(REASON, TOPIC, PARTITION, OFFSET, TIME);
    private static final List<String> REPLAY_HEADERS = List.of(ATTEMPT, REPLAY_OF);

    DeadLetter {
        ownHeaders = List.copyOf(ownHeaders);
    }

    /** The headers of the dead-letter record for a record: its own, and why and where it was rejected. */
    static List<Header> headersFor(ConsumerRecord<byte[], byte[]> record, String reason) {
        List<Header> headers = new ArrayList<>();
        record.headers().forEach(headers::add);
        headers.add(header(REASON, reason));
        headers.add(header(TOPIC, record.topic()));
        headers.add(header(PARTITION, String.valueOf(record.partition())));
        headers.add(header(OFFSET, String.valueOf(record.offset())));
        headers.add(header(
                TIME,
                record.timestamp() < 0
                        ? ""
                        : Instant.ofEpochMilli(record.timestamp()).toString()));
        return headers;
    }

    /** Reads a record of the dead-letter topic; empty if this package has not written it. */
    static Optional<DeadLetter> of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        try {
            Optional<String> topic = text(headers, TOPIC);
            Optional<String> partition = text(headers, PARTITION);
            Optional<String> offset = text(headers, OFFSET);
            Optional<String> reason = text(headers, REASON);
            if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty() || reason.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new DeadLetter(
                    new Origin(
                            new TopicPartition(topic.get(), Integer.parseInt(partition.get())),
                            Long.parseLong(offset.get())),
                    reason.get(),
                    text(headers, TIME).filter(text -> !text.isEmpty()).map(Instant::parse),
                    text(headers, ATTEMPT).map(Integer::parseInt).orElse(0),
                    text(headers, REPLAYED).isPresent() ? Kind.REPLAYED : Kind.REJECTED,
                    ownHeaders(headers)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The headers of the record that is sent back to its topic. */
    List<Header> headersOfReplay() {
        List<Header> headers = new ArrayList<>(ownHeaders);
        headers.removeIf(header -> REPLAY_HEADERS.contains(header.key()));
        headers.add(header(ATTEMPT, String.valueOf(attempt + 1)));
        headers.add(header(REPLAY_OF, origin.toString()));
        return headers;
    }

    /**
     * The headers of the receipt of a replay. Other readers treat the receipt as a duplicate of the dead-letter
     * record.
     */
    List<Header> headersOfReceipt() {
        return List.of(
                header(REPLAYED, String.valueOf(attempt + 1)),
                header(REASON, reason),
                header(TOPIC, origin.partition().topic()),
                header(PARTITION, String.valueOf(origin.partition().partition())),
                header(OFFSET, String.valueOf(origin.offset())),
                header(TIME, time.map(Instant::toString).orElse("")));
    }

    /** All headers except the last one of each name that a rejection adds. */
    private static List<Header> ownHeaders(Headers headers) {
        List<Header> own = new ArrayList<>(List.of(headers.toArray()));
        for (String name : REJECTION_HEADERS) {
            for (int i = own.size() - 1; i >= 0; i--) {
                if (own.get(i).key().equals(name)) {
                    own.remove(i);
                    break;
                }
            }
        }
        return own;
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .flatMap(header -> Optional.ofNullable(header.value()))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
