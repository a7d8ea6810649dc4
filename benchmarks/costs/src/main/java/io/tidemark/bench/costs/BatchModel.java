package io.tidemark.bench.costs;

import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * The time of a batch besides the counting, in milliseconds: a constant, and an amount for each partition wherever it
 * is counted, and another for each of the tasks that an executor of one core runs one after the other.
 *
 * @param once forming the batch, and of the sink's write and the store's commit what does not fit beside the next
 *     counting
 * @param ofPartition handing a task out, adding up its counts: the driver's part
 * @param ofTask starting a task and sending what it counted: the executors' part, which they share
 */
record BatchModel(double once, double ofPartition, double ofTask) {

    /**
     * What was measured.
     *
     * @param millis what a batch took besides the counting
     */
    record Point(int executors, int partitions, double millis) {

        double tasks() {
            return BatchModel.tasks(executors, partitions);
        }
    }

    /**
     * The model that lies closest to the points; a term that would be below zero is left out.
     *
     * @param points at least four, of different numbers of executors and of partitions
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

    /** What it says. */
    double at(int executors, int partitions) {
        return once + ofPartition * partitions + ofTask * tasks(executors, partitions);
    }

    /**
     * How long the counting takes, which is as long as that of the executor with the most tasks.
     *
     * @param recordsPerSecond of one executor
     */
    static double counting(int executors, int partitions, int recordsOfPartition, double recordsPerSecond) {
        return 1_000 * tasks(executors, partitions) * recordsOfPartition / recordsPerSecond;
    }

    private static double tasks(int executors, int partitions) {
        return Math.ceil((double) partitions / executors);
    }
}
