package io.tidemark.bench.race;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The figures of a benchmark, by round. Not thread-safe. */
final class Times {

    private static final double MILLION = 1e6;
    private static final String NONE = "-";

    private final long records;
    private final Map<CandidateKind, List<Figures>> runs = new EnumMap<>(CandidateKind.class);

    /** @param records the number of records in each round */
    Times(long records) {
        this.records = records;
    }

    /** Adds the figures of the next round. */
    void add(CandidateKind who, Figures figures) {
        runs.computeIfAbsent(who, any -> new ArrayList<>()).add(figures);
    }

    /** Records per second. */
    double speed(Figures figures) {
        return records * 1e9 / figures.nanos();
    }

    /**
     * A table in Markdown. A ratio is the median of the ratios within each round, because a disturbance affects a whole
     * round.
     */
    String table() {
        StringBuilder table = new StringBuilder("""
                | | records/s, median | lowest, highest | ratio to the bare loop | Tidemark's ratio to it \
                | same part to it | job, processor s per million | broker | Redis | store | peak MB | leaves out | guarantee |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---|
                """);
        runs.forEach((who, own) -> table.append(row(who, own)).append('\n'));
        return table.toString();
    }

    private String row(CandidateKind who, List<Figures> own) {
        List<Double> speeds = speeds(own);
        List<String> cells = new ArrayList<>(List.of(
                who.title(),
                String.format(Locale.ROOT, "%,.0f", median(speeds)),
                String.format(
                        Locale.ROOT,
                        "%,.0f, %,.0f",
                        speeds.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                        speeds.stream().mapToDouble(Double::doubleValue).max().orElse(0)),
                ratio(own, runs.getOrDefault(CandidateKind.BARE, List.of())),
                ratio(runs.getOrDefault(CandidateKind.TIDEMARK, List.of()), own),
                ratio(runs.getOrDefault(who.tidemarkWithTheSameParts(), List.of()), own)));
        for (Processes process : Processes.values()) {
            cells.add(median(own, figures -> seconds(figures, process), "%.2f"));
        }
        cells.add(median(own, Times::peakMegabytes, "%,.0f"));
        cells.add(Part.text(who.leavesOut()));
        cells.add(who.guarantee());
        return "| " + String.join(" | ", cells) + " |";
    }

    private Optional<Double> seconds(Figures figures, Processes process) {
        return Optional.ofNullable(figures.seconds().get(process)).map(seconds -> seconds * MILLION / records);
    }

    private static Optional<Double> peakMegabytes(Figures figures) {
        OptionalLong bytes = figures.peakBytes();
        return bytes.isPresent() ? Optional.of(bytes.getAsLong() / MILLION) : Optional.empty();
    }

    private List<Double> speeds(List<Figures> figures) {
        return figures.stream().map(this::speed).toList();
    }

    private String ratio(List<Figures> ones, List<Figures> others) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(ones.size(), others.size()); round++) {
            ratios.add(speed(ones.get(round)) / speed(others.get(round)));
        }
        return ratios.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", median(ratios));
    }

    private static String median(List<Figures> figures, Function<Figures, Optional<Double>> value, String format) {
        List<Double> values =
                figures.stream().map(value).flatMap(Optional::stream).toList();
        return values.isEmpty() ? NONE : String.format(Locale.ROOT, format, median(values));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
