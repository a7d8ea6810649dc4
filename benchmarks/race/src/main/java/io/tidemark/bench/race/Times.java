package io.tidemark.bench.race;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The times of a benchmark, by round. Not thread-safe. */
final class Times {

    private final long records;
    private final Map<CandidateKind, List<Double>> speeds = new EnumMap<>(CandidateKind.class);

    /** @param records the number of records in each round */
    Times(long records) {
        this.records = records;
    }

    /** Adds the time of the next round. */
    void add(CandidateKind who, long nanos) {
        speeds.computeIfAbsent(who, any -> new ArrayList<>()).add(speed(nanos));
    }

    /** Records per second. */
    double speed(long nanos) {
        return records * 1e9 / nanos;
    }

    /**
     * A table in Markdown. A ratio is the median of the ratios within each round, because a disturbance affects a whole
     * round.
     */
    String table() {
        StringBuilder table = new StringBuilder("""
                | | records/s, median | lowest, highest | ratio to the bare loop | Tidemark's ratio to it | guarantee |
                |---|---:|---:|---:|---:|---|
                """);
        speeds.forEach((who, own) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f, %,.0f | %s | %s | %s |%n",
                who.title(),
                median(own),
                own.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                own.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                ratio(own, speeds.getOrDefault(CandidateKind.BARE, List.of())),
                ratio(speeds.getOrDefault(CandidateKind.TIDEMARK, List.of()), own),
                who.guarantee())));
        return table.toString();
    }

    private static String ratio(List<Double> ones, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(ones.size(), others.size()); round++) {
            ratios.add(ones.get(round) / others.get(round));
        }
        return Optional.of(ratios)
                .filter(some -> !some.isEmpty())
                .map(some -> String.format(Locale.ROOT, "%.2f", median(some)))
                .orElse("");
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
