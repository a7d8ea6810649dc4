package io.tidemark.spark.internal.executor;

import io.tidemark.spark.internal.line.JavaTypedRdd;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The places where records of a stream were read, so that the consumers that are kept there can be closed when the
 * stream has ended. Thread-safe.
 */
public final class CursorPlaces {

    private static final Logger LOG = LoggerFactory.getLogger(CursorPlaces.class);

    private static final long LIMIT_SECONDS = 30;

    private final Set<String> places = ConcurrentHashMap.newKeySet();

    /** Notes the places that Spark prefers for a range. */
    List<String> note(List<String> preferred) {
        places.addAll(preferred);
        return preferred;
    }

    /**
     * Closes the consumers of a stream that has ended. On a cluster this is a job with one task for each preferred
     * executor. Consumers that it does not reach, because the Spark context ends or a task ran elsewhere, are closed
     * after their idle time.
     *
     * @param spark the stream's Spark context
     * @param stream which stream
     */
    public void close(JavaSparkContext spark, String stream) {
        ExecutorCursors.endOf(stream);
        if (spark.isLocal() || places.isEmpty() || spark.sc().isStopped()) {
            return;
        }
        Thread closing = new Thread(() -> closeOnExecutors(spark, stream), "tidemark-close-consumers");
        closing.setDaemon(true);
        closing.start();
    }

    /** Runs the job, and waits for it. */
    void closeOnExecutors(JavaSparkContext spark, String stream) {
        try {
            JavaFutureAction<Void> closed = JavaRDD.fromRDD(
                            new OnePerPlace(spark, List.copyOf(places), stream), OnePerPlace.STRING)
                    .foreachAsync(done -> {});
            try {
                closed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                closed.cancel(true);
                LOG.debug("Not all consumers of a stream were closed; the others are closed when they were idle", e);
            }
        } catch (ExecutionException | RuntimeException e) {
            LOG.debug("Consumers of a stream were not closed; they are closed when they were idle", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the consumers of a stream where it is computed. */
    private static final class OnePerPlace extends JavaTypedRdd<String> {

        private static final long serialVersionUID = 1L;

        static final ClassTag<String> STRING = ClassTag$.MODULE$.apply(String.class);

        private final transient List<String> places;
        private final String stream;

        OnePerPlace(JavaSparkContext spark, List<String> places, String stream) {
            super(spark.sc(), STRING);
            this.places = places;
            this.stream = stream;
        }

        @Override
        public Partition[] getPartitions() {
            Partition[] partitions = new Partition[places.size()];
            for (int index = 0; index < partitions.length; index++) {
                partitions[index] = new Place(index, places.get(index));
            }
            return partitions;
        }

        @Override
        protected List<String> places(Partition split) {
            return List.of(((Place) split).place());
        }

        @Override
        protected java.util.Iterator<String> elements(Partition split, TaskContext context) {
            ExecutorCursors.endOf(stream);
            return List.of(stream).iterator();
        }

        private record Place(int index, String place) implements Partition {}
    }
}
