package io.tidemark.structured.internal.line;

import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.streaming.runtime.StreamExecution;

/** The plans of running queries, which no public interface of Spark shows to a source. */
public final class QueryPlans {

    private QueryPlans() {}

    /**
     * The plan of a query as its author wrote it. A query runs in a clone of its session, so it is found in what the
     * sessions share.
     *
     * @param query the id of the query
     */
    public static Optional<LogicalPlan> analyzed(SparkSession session, String query) {
        return Optional.ofNullable(((org.apache.spark.sql.classic.SparkSession) session)
                        .sharedState()
                        .activeStreamingQueries()
                        .get(UUID.fromString(query)))
                .map(StreamExecution::analyzedPlan);
    }
}
