package io.tidemark.structured;

import io.tidemark.structured.internal.line.QueryPlans;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;

/**
 * The operators of a query that keep state in its checkpoint. They are recognised by the names of their classes: some
 * exist in one line of Spark only.
 */
final class StatefulOperators {

    private static final Logger LOG = LoggerFactory.getLogger(StatefulOperators.class);
    private static final String UNKNOWN = "perhaps: this version of Spark does not show the plan of the query";
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Aggregate", "aggregation"),
            Map.entry("Distinct", "dropDuplicates"),
            Map.entry("Deduplicate", "dropDuplicates"),
            Map.entry("DeduplicateWithinWatermark", "dropDuplicatesWithinWatermark"),
            Map.entry("FlatMapGroupsWithState", "flatMapGroupsWithState"),
            Map.entry("FlatMapGroupsInPandasWithState", "applyInPandasWithState"),
            Map.entry("TransformWithState", "transformWithState"),
            Map.entry("TransformWithStateInPySpark", "transformWithStateInPandas"),
            Map.entry("GlobalLimit", "limit"));

    private StatefulOperators() {}

    /**
     * What the stateful operators of a query do; empty if it has none. If this version of Spark does not show the plan,
     * the answer says so: its owner decides then.
     *
     * @param query the id of the query
     */
    static Set<String> of(SparkSession session, String query) {
        try {
            return QueryPlans.analyzed(session, query)
                    .map(StatefulOperators::of)
                    .orElse(Set.of(UNKNOWN));
        } catch (LinkageError | ClassCastException e) {
            LOG.debug("This Spark does not show the plan of a query", e);
            return Set.of(UNKNOWN);
        }
    }

    static Set<String> of(LogicalPlan plan) {
        Set<String> found = new TreeSet<>();
        Deque<LogicalPlan> left = new ArrayDeque<>();
        left.push(plan);
        while (!left.isEmpty()) {
            LogicalPlan next = left.pop();
            if (!next.isStreaming()) {
                continue;
            }
            String name = NAMES.get(next.getClass().getSimpleName());
            if (name != null) {
                found.add(name);
            } else if (next instanceof Join join
                    && join.left().isStreaming()
                    && join.right().isStreaming()) {
                found.add("join of two streams");
            }
            Iterator<LogicalPlan> children = next.children().iterator();
            while (children.hasNext()) {
                left.push(children.next());
            }
        }
        return found;
    }
}
