package io.tidemark.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A group's hash: fields and values are words between blanks, escaped, {@code -} for none.
 *
 * @param version raised by every write
 * @param offsets what is stored
 * @param receipts what was lost
 * @param governor what governs the group, if that is recorded
 */
record GroupHash(
        String version,
        Map<TopicPartition, StoredOffset> offsets,
        List<LossReceipt> receipts,
        Optional<Governor> governor) {

    private static final String OFFSET = "offset";
    private static final String RECEIPT = "receipt";
    private static final String GOVERNOR = "governor";
    private static final String NONE = "-";

    static GroupHash of(GroupId group, Map<String, String> hash) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        List<LossReceipt> receipts = new ArrayList<>();
        hash.forEach((field, value) -> {
            List<String> key = words(field);
            if (key.get(0).equals(OFFSET)) {
                offsets.put(partition(key), offset(words(value)));
            } else if (key.get(0).equals(RECEIPT)) {
                receipts.add(receipt(group, key, words(value)));
            }
        });
        return new GroupHash(
                hash.getOrDefault("version", "0"),
                offsets,
                receipts,
                Optional.ofNullable(hash.get(GOVERNOR)).map(Governor::ofText));
    }

    /** The field and the value of an entry; an empty value removes it. */
    static List<String> change(TopicPartition partition, Optional<StoredOffset> entry) {
        return List.of(
                text(OFFSET, partition.topic(), String.valueOf(partition.partition())),
                entry.map(GroupHash::text).orElse(""));
    }

    /** The field and the value of what governs. */
    static List<String> change(Governor governor) {
        return List.of(GOVERNOR, governor.text());
    }

    /** The field and the value of a receipt. The field contains the properties of {@link LossReceipt#key()}. */
    static List<String> change(LossReceipt receipt) {
        return List.of(
                text(
                        RECEIPT,
                        receipt.partition().topic(),
                        String.valueOf(receipt.partition().partition()),
                        cluster(receipt.identity()),
                        topic(receipt.identity()),
                        String.valueOf(receipt.from()),
                        receipt.reason().name()),
                text(
                        String.valueOf(receipt.until()),
                        receipt.policy().name(),
                        receipt.time().toString()));
    }

    private static String text(StoredOffset entry) {
        return text(
                String.valueOf(entry.offset()),
                entry.storedAt().map(Instant::toString).orElse(NONE),
                entry.writer().map(WriterName::value).orElse(NONE),
                cluster(entry.identity()),
                topic(entry.identity()));
    }

    private static StoredOffset offset(List<String> words) {
        return new StoredOffset(
                Long.parseLong(words.get(0)),
                identity(words.get(3), words.get(4)),
                some(words.get(1)).map(Instant::parse),
                some(words.get(2)).map(WriterName::new));
    }

    private static LossReceipt receipt(GroupId group, List<String> key, List<String> words) {
        return new LossReceipt(
                group,
                partition(key),
                identity(key.get(3), key.get(4)),
                Long.parseLong(key.get(5)),
                Long.parseLong(words.get(0)),
                LossReceipt.Reason.valueOf(key.get(6)),
                OutOfRangePolicy.valueOf(words.get(1)),
                Instant.parse(words.get(2)));
    }

    private static TopicPartition partition(List<String> key) {
        return new TopicPartition(key.get(1), Integer.parseInt(key.get(2)));
    }

    private static String cluster(Optional<TopicIdentity> identity) {
        return identity.map(TopicIdentity::clusterId).orElse(NONE);
    }

    private static String topic(Optional<TopicIdentity> identity) {
        return identity.map(known -> known.topicId().toString()).orElse(NONE);
    }

    private static Optional<TopicIdentity> identity(String cluster, String topic) {
        return some(topic).map(id -> new TopicIdentity(cluster, Uuid.fromString(id)));
    }

    private static Optional<String> some(String word) {
        return word.equals(NONE) ? Optional.empty() : Optional.of(word);
    }

    private static String text(String... words) {
        return Arrays.stream(words).map(word -> URLEncoder.encode(word, UTF_8)).collect(Collectors.joining(" "));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .map(word -> URLDecoder.decode(word, UTF_8))
                .toList();
    }
}
