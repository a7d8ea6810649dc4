package io.tidemark.bench.costs;

/**
 * A line through points: what a batch takes, by what each executor has to count of it.
 *
 * @param fixed what a batch takes however many executors there are
 * @param slope what it takes for each unit of an executor's share
 */
record LeastSquares(double fixed, double slope) {

    /**
     * The line that lies closest to the points; a level one where all of them have the same share.
     *
     * @param shares where the points are
     * @param values how high they are
     */
    static LeastSquares of(double[] shares, double[] values) {
        double meanShare = mean(shares);
        double meanValue = mean(values);
        double together = 0;
        double alone = 0;
        for (int i = 0; i < shares.length; i++) {
            together += (shares[i] - meanShare) * (values[i] - meanValue);
            alone += (shares[i] - meanShare) * (shares[i] - meanShare);
        }
        double slope = alone == 0 ? 0 : together / alone;
        return new LeastSquares(meanValue - slope * meanShare, slope);
    }

    /** What it says. */
    double at(double share) {
        return fixed + slope * share;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
