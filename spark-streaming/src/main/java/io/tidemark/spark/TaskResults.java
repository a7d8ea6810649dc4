package io.tidemark.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.unsafe.Platform;
import scala.Function2;
import scala.reflect.ClassTag$;

/**
 * Small results of the tasks of an RDD, such as one count for each task. The same as {@code mapPartitions} and
 * {@code collect}, but Spark does not inspect functions that are no closures of Scala: for those two, it parses class
 * files in each batch, a fifth of the processor time of a job that has a small batch every 20 ms.
 *
 * @since 0.1
 */
public final class TaskResults {

    private TaskResults() {}

    /**
     * Runs a Spark job.
     *
     * @param records as in {@link Batch#records()}
     * @param function called once for each partition of the RDD, on the executors; what it captures and returns must be
     *     serializable
     * @return the results in the order of the partitions
     */
    @SuppressWarnings("unchecked") // an array of the function's results
    public static <T, R> List<R> collect(JavaRDD<T> records, Function<Iterator<T>, R> function) {
        Object results = records.context()
                .runJob(records.rdd(), new OfTask<>(function), ClassTag$.MODULE$.<R>apply(Object.class));
        return (List<R>) Arrays.asList((Object[]) results);
    }

    private record OfTask<T, R>(Function<Iterator<T>, R> function)
            implements Function2<TaskContext, scala.collection.Iterator<T>, R>, Serializable {

        private static final long serialVersionUID = 1L;

        @Override
        public R apply(TaskContext task, scala.collection.Iterator<T> records) {
            try {
                return function.call(new JavaIterator<>(records));
            } catch (Exception e) {
                // as it is: the compiler does not expect a checked exception of a function of Scala
                Platform.throwException(e);
                throw new IllegalStateException(e);
            }
        }
    }

    private record JavaIterator<T>(scala.collection.Iterator<T> records) implements Iterator<T> {

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public T next() {
            return records.next();
        }
    }
}
