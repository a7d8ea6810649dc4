package io.tidemark.offset.mysql;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.mysql.HistoryEntry.Change;
import io.tidemark.offset.mysql.HistoryEntry.Kind;
import io.tidemark.offset.mysql.HistoryEntry.Topic;
import io.tidemark.offset.mysql.MigrationPlan.RowKey;
import io.tidemark.offset.mysql.MySqlTable.Layout;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/**
 * Carries the offsets of all groups over from the table of older jobs into a table in the own layout of the same
 * database. The old table stays as it is, and so does everything in the new one that is not from there.
 *
 * <p>It may be run again at any time. What was carried over is remembered (in {@code tidemark_migrated}), so that a
 * later run tells a row that the new job has moved on since, which it leaves, from one that an old job has moved on
 * since: that one it carries over again if the new table still stands where it was left, and refuses otherwise, because
 * then two jobs have read on from the same offsets. To be sure that nothing is read twice, stop the old job, migrate,
 * start the new one.
 *
 * <p>All is done in one transaction, which holds the old table's rows meanwhile, and compared before it is committed.
 */
public final class MySqlMigration {

    private static final String WHAT = "carry offsets over";
    private static final int SHOWN = 10;

    private MySqlMigration() {}

    /**
     * Carries offsets over.
     *
     * @param dataSource gives connections to the database of both tables; not closed
     * @param from the table of older jobs; it has to exist
     * @param to the table in the own layout; created where it is missing
     * @return what was done
     * @throws IllegalArgumentException if the tables are not of these layouts
     * @throws OffsetStoreException if something would be lost by it, with every row concerned; nothing was changed
     * @throws CommitOutcomeUnknownException if the connection broke around the commit; running it again is safe
     */
    public static Report migrate(DataSource dataSource, MySqlTable from, MySqlTable to) {
        if (from.layout() != Layout.SEED || to.layout() != Layout.OWN) {
            throw new IllegalArgumentException("Cannot carry offsets over from table " + from + " (" + from.layout()
                    + ") to table " + to + " (" + to.layout()
                    + "): it goes from a table in the SEED layout to one in the"
                    + " OWN layout");
        }
        Transactions transactions = new Transactions(dataSource, to.name());
        Schema.Prepared prepared = transactions.read("prepare to " + WHAT, connection -> {
            Schema schema = new Schema(connection, transactions.where());
            schema.requireMigratable(from);
            schema.require(schema.migrations());
            schema.require(schema.history(to));
            return schema.prepare(to);
        });
        transactions.isolation(prepared.server().isolation());
        return transactions.write(WHAT + " from table " + from, new GroupId("*"), List.of(), connection -> new Run(
                        connection, from, to, prepared)
                .run());
    }

    /**
     * What was done.
     *
     * @param copied partitions that the new table did not have
     * @param renewed partitions that an old job had moved on since they were carried over, and nobody else
     * @param left partitions that were carried over before, or stood there already with the same offset
     * @param groups the groups of all of them
     */
    public record Report(int copied, int renewed, int left, Set<GroupId> groups) {

        public Report {
            groups = Set.copyOf(groups);
        }
    }

    /** One migration in its transaction. */
    private record Run(Connection connection, MySqlTable from, MySqlTable to, Schema.Prepared prepared) {

        Report run() throws SQLException {
            MigrationTables tables =
                    new MigrationTables(connection, from, to, prepared.server().maxAllowedPacket());
            MigrationPlan plan = MigrationPlan.of(tables.source(), tables.target(), tables.carriedOver());
            List<String> problems = new ArrayList<>(plan.problems());
            plan.source().keySet().forEach(key -> requireFit(key, problems));
            if (!problems.isEmpty()) {
                throw refused(problems);
            }
            OffsetTable offsets = new OffsetTable(to, prepared, WriterName.ofThisProcess(), Optional.empty());
            HistoryTable history = new HistoryTable(
                    to.historyName(),
                    WriterName.ofThisProcess(),
                    MySqlStoreOptions.LARGEST_HISTORY,
                    prepared.server().maxAllowedPacket());
            for (Map.Entry<GroupId, Map<TopicPartition, StoredOffset>> group :
                    byGroup(plan.copied()).entrySet()) {
                offsets.insertAbsent(connection, group.getKey(), topics(group.getValue()), group.getValue());
                history.append(connection, group.getKey(), Kind.FIRST, changes(group.getValue()));
            }
            for (Map.Entry<GroupId, Map<TopicPartition, StoredOffset>> group :
                    byGroup(plan.renewed()).entrySet()) {
                Set<String> topics = topics(group.getValue());
                offsets.replace(
                        connection,
                        group.getKey(),
                        offsets.lock(connection, group.getKey(), topics).entries(),
                        group.getValue());
                history.append(connection, group.getKey(), Kind.MOVE, changes(group.getValue()));
            }
            if (TableShape.read(connection, from.identityName()).isPresent()) {
                tables.carryIdentities(prepared);
            }
            tables.remember(plan.source());
            requireVerified(plan, tables.target());
            Set<GroupId> groups = Set.copyOf(byGroup(plan.source()).keySet());
            return new Report(plan.copied().size(), plan.renewed().size(), plan.left(), groups);
        }

        private static Set<String> topics(Map<TopicPartition, StoredOffset> entries) {
            Set<String> topics = new TreeSet<>();
            entries.keySet().forEach(partition -> topics.add(partition.topic()));
            return topics;
        }

        private void requireFit(RowKey key, List<String> problems) {
            try {
                prepared.names().requireFit(new GroupId(key.group()), Set.of(key.topic()));
            } catch (OffsetStoreException | IllegalArgumentException e) {
                problems.add(key + " does not fit: " + e.getMessage());
            }
        }

        private void requireVerified(MigrationPlan plan, Map<RowKey, Long> stored) {
            List<String> problems = new ArrayList<>();
            plan.expected().forEach((key, offset) -> {
                if (!offset.equals(stored.get(key))) {
                    problems.add(key + " should stand at " + offset + " now, and stands at " + stored.get(key));
                }
            });
            if (!problems.isEmpty()) {
                throw refused(problems);
            }
        }

        private OffsetStoreException refused(List<String> problems) {
            String more = problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "";
            return new OffsetStoreException("Cannot carry offsets over from table " + from + " to table " + to + ": "
                    + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size()))) + more
                    + ". Nothing was changed");
        }

        private static Map<TopicPartition, Change> changes(Map<TopicPartition, StoredOffset> entries) {
            Map<TopicPartition, Change> changes = new HashMap<>();
            entries.forEach((partition, entry) -> changes.put(
                    partition, new Change(OptionalLong.empty(), OptionalLong.of(entry.offset()), Topic.SAME)));
            return changes;
        }

        private static Map<GroupId, Map<TopicPartition, StoredOffset>> byGroup(Map<RowKey, Long> rows) {
            Map<GroupId, Map<TopicPartition, StoredOffset>> groups =
                    new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
            rows.forEach((key, offset) -> groups.computeIfAbsent(new GroupId(key.group()), unseen -> new HashMap<>())
                    .put(new TopicPartition(key.topic(), key.partition()), StoredOffset.of(offset)));
            return groups;
        }
    }

    /** The rows of a table, with what is wrong with some of them. */
    record Rows(Map<RowKey, Long> offsets, Set<String> problems) {

        Rows() {
            this(new HashMap<>(), new TreeSet<>());
        }
    }
}
