package io.tidemark.bench.costs;

import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * A model of the duration of a batch without the counting, in milliseconds: a constant, an amount for each partition,
 * and an amount for each task that an executor of one core runs one after the other.
 *
 * @param once forming the batch, and the part of the sink's write and the store's commit that does not overlap with the
 *     next counting
 * @param ofPartition scheduling a task and merging its counts, on the driver
 * @param ofTask starting a task and sending its counts, shared by the executors
 */
record BatchModel(double once, double ofPartition, double ofTask) {

    /**
     * A measurement.
     *
     * @param millis the duration of a batch without the counting
     */
    record Point(int executors, int partitions, double millis) {

        double tasks() {
            return BatchModel.tasks(executors, partitions);
        }
    }

    /**
     * Fits the model to the points; negative terms are omitted.
     *
     * @param points at least four, with different numbers of executors and partitions
     */
    static BatchModel of(List<Point> points) {
        double[] found = fit(points, point -> new double[] {point.partitions(), point.tasks()});
        if (found[1] < 0) {
            double[] withoutIt = fit(points, point -> new double[] {point.tasks()});
            return new BatchModel(withoutIt[0], 0, withoutIt[1]);
        }
        if (found[2] < 0) {
            double[] withoutIt = fit(points, point -> new double[] {point.partitions()});
            return new BatchModel(withoutIt[0], withoutIt[1], 0);
        }
        return new BatchModel(found[0], found[1], found[2]);
    }

    private static double[] fit(List<Point> points, Function<Point, double[]> terms) {
        OLSMultipleLinearRegression squares = new OLSMultipleLinearRegression();
        squares.newSampleData(
                points.stream().mapToDouble(Point::millis).toArray(),
                points.stream().map(terms).toArray(double[][]::new));
        return squares.estimateRegressionParameters();
    }

    /** The duration that the model predicts. */
    double at(int executors, int partitions) {
        return once + ofPartition * partitions + ofTask * tasks(executors, partitions);
    }

    /**
     * The duration of the counting, which is that of the executor with the most tasks.
     *
     * @param recordsPerSecond the rate of one executor
     */
    static double counting(int executors, int partitions, int recordsOfPartition, double recordsPerSecond) {
        return 1_000 * tasks(executors, partitions) * recordsOfPartition / recordsPerSecond;
    }

    private static double tasks(int executors, int partitions) {
        return Math.ceil((double) partitions / executors);
    }
}
