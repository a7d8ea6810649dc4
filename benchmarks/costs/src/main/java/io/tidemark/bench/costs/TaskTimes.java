package io.tidemark.bench.costs;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** How long each task ran on its executor. Spark adds to it on a thread of its own, somewhat late. */
final class TaskTimes extends SparkListener {

    private final Samples millis = new Samples();

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        millis.add((double) end.taskMetrics().executorRunTime());
    }

    /** The mean of so many of the last tasks. */
    synchronized double mean(int most) {
        Samples last = millis.last(most);
        return last.sum() / last.count();
    }
}
