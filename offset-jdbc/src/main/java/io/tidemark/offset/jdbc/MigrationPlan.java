package io.tidemark.offset.jdbc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The action of a migration for each row.
 *
 * @param source the rows of the old table
 * @param copied the rows that are new to the new table
 * @param renewed the rows that are carried over again
 * @param left the number of rows that the new table already has
 * @param expected the expected offsets of the new table afterwards, for the rows that it gets
 * @param problems the reasons why the migration is refused
 */
record MigrationPlan(
        Map<RowKey, Long> source,
        Map<RowKey, Long> copied,
        Map<RowKey, Long> renewed,
        int left,
        Map<RowKey, Long> expected,
        List<String> problems) {

    /** Identifies a row. */
    record RowKey(String group, String topic, int partition) {

        static final Comparator<RowKey> ORDER =
                Comparator.comparing(RowKey::group).thenComparing(RowKey::topic).thenComparing(RowKey::partition);

        @Override
        public String toString() {
            return "group '" + group + "', topic '" + topic + "', partition " + partition;
        }
    }

    /** @param carriedOver the offsets that were carried over earlier */
    static MigrationPlan of(JdbcMigration.Rows source, Map<RowKey, Long> target, Map<RowKey, Long> carriedOver) {
        Map<RowKey, Long> copied = new HashMap<>();
        Map<RowKey, Long> renewed = new HashMap<>();
        List<String> problems = new ArrayList<>(source.problems());
        int left = 0;
        for (RowKey key :
                source.offsets().keySet().stream().sorted(RowKey.ORDER).toList()) {
            long there = source.offsets().getOrDefault(key, -1L);
            Long here = target.get(key);
            Long earlier = carriedOver.get(key);
            if (isLeft(there, here, earlier)) {
                left++;
            } else if (here == null && earlier == null) {
                copied.put(key, there);
            } else if (here != null && Objects.equals(here, earlier)) {
                renewed.put(key, there);
            } else {
                problems.add(conflict(key, there, here, earlier));
            }
        }
        Map<RowKey, Long> expected = new HashMap<>(copied);
        expected.putAll(renewed);
        return new MigrationPlan(source.offsets(), copied, renewed, left, expected, problems);
    }

    /** It was carried over before and the old job has not moved it since, or both tables have the same offset. */
    private static boolean isLeft(long there, @Nullable Long here, @Nullable Long earlier) {
        return Objects.equals(earlier, there) || Objects.equals(here, there);
    }

    private static String conflict(RowKey key, long there, @Nullable Long here, @Nullable Long earlier) {
        return key + " is at offset " + there + " in the old table and "
                + (here == null ? "was removed from the new one" : "at " + here + " in the new one")
                + (earlier == null
                        ? ", where it was not carried over from the old one"
                        : ", and both have moved since " + earlier + " was carried over")
                + "; decide which governs, and set the old one's untiloffset to it or delete the new row";
    }
}
