package io.tidemark.offset.jdbc;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.MigrationPlan.RowKey;
import io.tidemark.offset.jdbc.SqlTable.Layout;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Kind;
import io.tidemark.offset.jdbc.history.HistoryEntry.Topic;
import io.tidemark.offset.jdbc.internal.connection.Transactions;
import io.tidemark.offset.jdbc.internal.history.HistoryTable;
import io.tidemark.offset.jdbc.spi.Dialect;
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
 * Carries the offsets of all groups over from a table of older jobs to a table in the own layout in the same database.
 * The old table is not changed, and neither are rows of the new table that do not come from it.
 *
 * <p>It may be run again at any time. The table {@code tidemark_migrated} records what was carried over. A later run
 * therefore distinguishes two cases. If the new job has moved a row since, the row is kept. If an old job has moved it
 * since, the row is carried over again, provided that the new table still has the offset of the earlier run. If both
 * have moved it, the run refuses, because two jobs have continued from the same offset. To make sure that nothing is
 * read twice, stop the old job, migrate, start the new one.
 *
 * <p>The migration is one transaction, which locks the old table's rows and compares the result before it commits.
 *
 * @since 0.1
 */
public final class JdbcMigration {

    private static final String WHAT = "carry offsets over";
    private static final int SHOWN = 10;

    private JdbcMigration() {}

    /**
     * Carries offsets over.
     *
     * @param dialect the dialect of the database
     * @param dataSource provides connections to the database of both tables; not closed
     * @param from the table of older jobs; it must exist
     * @param to the table in the own layout; created if it is missing
     * @return what was done
     * @throws IllegalArgumentException if the tables do not have these layouts
     * @throws OffsetStoreException if offsets would be lost, with every affected row; nothing was changed
     * @throws CommitOutcomeUnknownException if the connection broke during the commit; running it again is safe
     */
    public static Report migrate(Dialect dialect, DataSource dataSource, SqlTable from, SqlTable to) {
        if (from.layout() != Layout.SEED || to.layout() != Layout.OWN) {
            throw new IllegalArgumentException("Cannot carry offsets over from table " + from + " (" + from.layout()
                    + ") to table " + to + " (" + to.layout()
                    + "): a migration goes from a table in the SEED layout to one in the"
                    + " OWN layout");
        }
        Transactions transactions = new Transactions(dataSource, dialect, to.name());
        Schema.Prepared prepared = transactions.read("prepare to " + WHAT, connection -> {
            Schema schema = new Schema(dialect, connection, transactions.where());
            schema.requireMigratable(from);
            schema.require(schema.migrations());
            schema.require(schema.history(to));
            return schema.prepare(to);
        });
        transactions.isolation(prepared.server().isolation());
        return transactions.write(WHAT + " from table " + from, new GroupId("*"), List.of(), connection -> new Run(
                        dialect, connection, from, to, prepared)
                .run());
    }

    /**
     * The result of a migration.
     *
     * @param copied the number of partitions that the new table did not have
     * @param renewed the number of partitions that only an old job had moved since they were carried over
     * @param left the number of partitions that were carried over before, or had the same offset already
     * @param groups the groups of all of them
     */
    public record Report(int copied, int renewed, int left, Set<GroupId> groups) {

        public Report {
            groups = Set.copyOf(groups);
        }
    }

    /** One migration in its transaction. */
    private record Run(Dialect dialect, Connection connection, SqlTable from, SqlTable to, Schema.Prepared prepared) {

        Report run() throws SQLException {
            Schema schema = new Schema(dialect, connection, prepared.names().where());
            MigrationTables tables = new MigrationTables(
                    dialect, connection, from, to, prepared.server().longestStatement());
            Map<RowKey, Long> carriedOver = tables.carriedOver();
            MigrationPlan plan = MigrationPlan.of(tables.source(), tables.target(), carriedOver);
            List<String> problems = new ArrayList<>(plan.problems());
            plan.source().keySet().forEach(key -> requireFit(key, problems));
            if (!problems.isEmpty()) {
                throw refused(problems);
            }
            OffsetTable offsets = new OffsetTable(dialect, to, prepared, WriterName.ofThisProcess(), Optional.empty());
            HistoryTable history = new HistoryTable(
                    dialect,
                    schema.historyName(to),
                    WriterName.ofThisProcess(),
                    SqlStoreOptions.LARGEST_HISTORY,
                    prepared.server().longestStatement());
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
            String identities = schema.identityName(from);
            if (dialect.tables().shape(connection, identities).isPresent()) {
                tables.carryIdentities(identities, prepared);
            }
            Map<RowKey, Long> changed = new HashMap<>(plan.source());
            changed.entrySet().removeAll(carriedOver.entrySet());
            tables.remember(changed);
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
                    problems.add(key + " should be at offset " + offset + " now, but is at " + stored.get(key));
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

    /** The rows of a table, and the problems of some of them. */
    record Rows(Map<RowKey, Long> offsets, Set<String> problems) {

        Rows() {
            this(new HashMap<>(), new TreeSet<>());
        }
    }
}
