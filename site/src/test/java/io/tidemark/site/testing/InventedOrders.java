package io.tidemark.site.testing;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.RejectReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Orders that look like a province's: large cities and small ones, busy hours and quiet ones. The same seed, the same
 * orders.
 */
public final class InventedOrders {

    private static final long[] FEN = {1000, 2000, 3000, 5000, 5000, 10_000, 10_000, 20_000, 30_000, 50_000};

    /** The share of each city in the order of the table of Guangdong, in thousandths. */
    private static final int[] SHARES = {
        170, 28, 190, 30, 48, 98, 44, 55, 48, 34, 58, 30, 22, 20, 21, 29, 118, 47, 21, 42, 17, 4
    };

    private static final String[] CODES = {"2998", "9999", "4005", "3007", "4043", "1001", "8888"};

    private static final List<RejectReason> REASONS = List.of(RejectReason.values());

    private final Random random;
    private final List<String> cities;

    /** @param seed what decides over everything */
    public InventedOrders(long seed, RegionTable regions) {
        random = new Random(seed);
        cities = new ArrayList<>(regions.codes());
        cities.add(RegionTable.OTHER);
    }

    /** Orders that start in a minute, about as many as asked for by day and fewer by night. */
    public List<Measurement> minute(Instant minute, double perMinute) {
        List<Measurement> batch = new ArrayList<>();
        double hour = Math.floorMod(minute.getEpochSecond() + 8 * 3600, 86_400) / 3600.0;
        double busy = 0.25
                + 0.75 * Math.exp(-Math.pow((hour - 12.5) / 5.5, 2))
                + 0.25 * Math.exp(-Math.pow((hour - 20) / 1.8, 2));
        long all = 0;
        for (int i = 0; i < cities.size(); i++) {
            double weight = SHARES[i % SHARES.length] / 1000.0;
            long orders = Math.max(
                    0,
                    Math.round(
                            perMinute * busy * weight * (0.8 + 0.4 * random.nextDouble()) + random.nextDouble() - 0.5));
            if (orders > 0) {
                all += orders;
                batch.addAll(city(
                        minute, cities.get(i), orders, 0.008 + 0.05 * ((i * 5 % 11) / 11.0) * ((i * 5 % 11) / 11.0)));
            }
        }
        batch.addAll(Orders.records(all * 4 + 1, all * 3, REASONS.get(random.nextInt(REASONS.size())), 1));
        return batch;
    }

    private List<Measurement> city(Instant minute, String city, long orders, double failureRate) {
        long succeeded = 0;
        long fen = 0;
        long duration = 0;
        TreeMap<Integer, Long> buckets = new TreeMap<>();
        for (int i = 0; i < orders; i++) {
            if (random.nextDouble() >= failureRate) {
                long millis = Math.round(15_000 * Math.exp(0.55 * random.nextGaussian()));
                succeeded++;
                fen += FEN[random.nextInt(FEN.length)];
                duration += millis;
                buckets.merge(LogBuckets.bucketOf(millis), 1L, Long::sum);
            }
        }
        Map<String, String> tags = Map.of(RechargeMetrics.CITY, city);
        List<Measurement> batch = new ArrayList<>(
                List.of(Measurement.of(RechargeMetrics.ORDERS, tags, minute, new MetricValue.Sum(orders))));
        for (long failed = orders - succeeded; failed > 0; failed--) {
            Map<String, String> why = Map.of(
                    RechargeMetrics.CITY,
                    city,
                    RechargeMetrics.RESULT,
                    CODES[Math.min(random.nextInt(CODES.length), random.nextInt(CODES.length))]);
            batch.add(Measurement.of(RechargeMetrics.FAILED, why, minute, new MetricValue.Sum(1)));
        }
        if (succeeded > 0) {
            batch.add(Measurement.of(RechargeMetrics.SUCCEEDED, tags, minute, new MetricValue.Sum(succeeded)));
            batch.add(Measurement.of(RechargeMetrics.AMOUNT, tags, minute, new MetricValue.Sum(fen)));
            batch.add(Measurement.of(RechargeMetrics.DURATION_SUM, tags, minute, new MetricValue.Sum(duration)));
            MetricValue durations = new MetricValue.Histogram(buckets);
            batch.add(Measurement.of(RechargeMetrics.DURATION, Map.of(), minute, durations));
            batch.add(Measurement.of(
                    RechargeMetrics.DURATION_HOURLY,
                    tags,
                    MetricTime.hour(minute.truncatedTo(ChronoUnit.HOURS)),
                    durations));
        }
        return batch;
    }
}
