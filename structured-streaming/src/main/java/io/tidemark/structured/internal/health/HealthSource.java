package io.tidemark.structured.internal.health;

import com.codahale.metrics.MetricRegistry;
import io.tidemark.offset.GroupId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;

/**
 * The health numbers of all queries of this process in Spark's metrics system, as {@code
 * <application>.driver.tidemark.<group>.…}. There is one source for all groups, because Spark removes a source by the
 * beginning of its name: the end of group {@code a} would remove the numbers of group {@code ab}. Thread-safe.
 */
final class HealthSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(HealthSource.class);
    private static final String NAME = "tidemark";

    private final MetricRegistry registry = new MetricRegistry();
    private final Map<GroupId, QueryHealth> queries = new HashMap<>();

    private HealthSource() {}

    /** The source of the Spark context that runs now; empty if there is none, or if it cannot have one. */
    static synchronized Optional<HealthSource> current() {
        try {
            SparkEnv environment = SparkEnv.get();
            if (environment == null) {
                return Optional.empty();
            }
            MetricsSystem metrics = environment.metricsSystem();
            Iterator<Source> known = metrics.getSourcesByName(NAME).iterator();
            while (known.hasNext()) {
                if (known.next() instanceof HealthSource own) {
                    return Optional.of(own);
                }
            }
            HealthSource created = new HealthSource();
            metrics.registerSource(created);
            return Optional.of(created);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The health numbers of queries cannot be registered; the queries run without them", e);
            return Optional.empty();
        }
    }

    /** Adds the numbers of a query, in place of those of an earlier query of the group. */
    synchronized void add(QueryHealth health) {
        QueryHealth earlier = queries.put(health.group(), health);
        if (earlier != null) {
            earlier.metrics().keySet().forEach(name -> registry.remove(fullName(earlier, name)));
        }
        health.metrics().forEach((name, metric) -> {
            String full = fullName(health, name);
            registry.remove(full);
            registry.register(full, metric);
        });
    }

    /** Adds a number that a query has only now. */
    synchronized void addNew(QueryHealth health, String name) {
        String full = fullName(health, name);
        if (queries.get(health.group()) == health && !registry.getMetrics().containsKey(full)) {
            registry.register(full, health.metrics().get(name));
        }
    }

    /** Removes the numbers of a query, unless a later query of the group has replaced them. */
    synchronized void remove(QueryHealth health) {
        if (queries.remove(health.group(), health)) {
            health.metrics().keySet().forEach(name -> registry.remove(fullName(health, name)));
        }
    }

    private static String fullName(QueryHealth health, String name) {
        return health.group() + "." + name;
    }

    @Override
    public String sourceName() {
        return NAME;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }
}
