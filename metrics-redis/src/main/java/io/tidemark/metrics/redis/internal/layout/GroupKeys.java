package io.tidemark.metrics.redis.internal.layout;

import io.tidemark.offset.GroupId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The names of a group's keys. Each has the group in braces as its hash tag, so on Redis Cluster they are on one node
 * and one script can use them together.
 */
public final class GroupKeys {

    private static final Set<String> OWN = Set.of("ledger", "receipts", "state");

    private final String stem;

    public GroupKeys(String prefix, GroupId group) {
        this.stem = prefix + ":{" + Escaping.escape(group.value()) + "}:";
    }

    /** What the keys of ledgers, receipts and states of all groups match, with others, as Redis compares names. */
    public static String pattern(String prefix) {
        return prefix.replaceAll("([\\\\*?\\[\\]])", "\\\\$1") + ":{*}:[lrs]*";
    }

    /** The group that a ledger, receipts or a state belong to; empty for any other key. */
    public static Optional<GroupId> group(String prefix, String key) {
        String start = prefix + ":{";
        int end = key.lastIndexOf("}:");
        if (!key.startsWith(start) || end < start.length() || !OWN.contains(key.substring(end + 2))) {
            return Optional.empty();
        }
        String group = Escaping.unescape(key.substring(start.length(), end));
        return group.isBlank() ? Optional.empty() : Optional.of(new GroupId(group));
    }

    /** Hash: partition to offset, time and identity. */
    public byte[] ledger() {
        return utf8(stem + "ledger");
    }

    /** Hash: start of a loss to its receipt. */
    public byte[] receipts() {
        return utf8(stem + "receipts");
    }

    /** Hash: number and time of the last write, retentions, layout, governor. */
    public byte[] state() {
        return utf8(stem + "state");
    }

    /** Hash: metric to kind. */
    public byte[] kinds() {
        return utf8(stem + "kinds");
    }

    /** Sorted set: the days that have values. */
    public byte[] days() {
        return utf8(stem + "days");
    }

    /** Hash: tags to value over the whole history. */
    public String all(String metric) {
        return stem + "all:" + Escaping.escape(metric);
    }

    /** Hash of a period of time. */
    public String timed(Table table, String metric, long start) {
        return stem(table, metric) + table.text(start);
    }

    /** The prefix of the names of the hashes of a table. */
    public String stem(Table table, String metric) {
        return stem + table.stored() + ':' + Escaping.escape(metric) + ':';
    }

    /** Hash: tags to buckets and counts, of the histograms whose total counts are in another hash. */
    public static String buckets(String key) {
        return key + ":buckets";
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
