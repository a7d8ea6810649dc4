package io.tidemark.metrics.redis;

import io.tidemark.offset.GroupId;
import java.nio.charset.StandardCharsets;

/**
 * The names of a group's keys. All of them carry the group in braces and nothing else does, so that on Redis Cluster
 * they lie on one node and one script may touch them together.
 */
final class GroupKeys {

    private final String stem;

    GroupKeys(String prefix, GroupId group) {
        this.stem = prefix + ":{" + Escaping.escape(group.value()) + "}:";
    }

    /** Hash: partition to offset, time and identity. */
    byte[] ledger() {
        return utf8(stem + "ledger");
    }

    /** Hash: where a loss begins to the loss. */
    byte[] receipts() {
        return utf8(stem + "receipts");
    }

    /** Hash: number and time of the last write, retentions, layout, what governs. */
    byte[] state() {
        return utf8(stem + "state");
    }

    /** Hash: metric to kind. */
    byte[] kinds() {
        return utf8(stem + "kinds");
    }

    /** Sorted set: the days that have values. */
    byte[] days() {
        return utf8(stem + "days");
    }

    /** Hash: tags to value over the whole history. */
    String all(String metric) {
        return stem + "all:" + Escaping.escape(metric);
    }

    /** Hash of a time. */
    String timed(Table table, String metric, long start) {
        return stem(table, metric) + table.text(start);
    }

    /** How the names of the hashes of a time begin. */
    String stem(Table table, String metric) {
        return stem + table.stored() + ':' + Escaping.escape(metric) + ':';
    }

    /** Hash: bucket to count, of a histogram whose total count stands in a field of another hash. */
    static String buckets(String key, String field) {
        return key + ':' + field;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
