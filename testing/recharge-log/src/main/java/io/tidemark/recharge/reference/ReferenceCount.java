package io.tidemark.recharge.reference;

import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.RejectReason;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Counts a log record by record, and computes the expected report. Keeps eight bytes for each order with a duration,
 * and a little for each minute and region. For use by one thread.
 */
public final class ReferenceCount {

    private static final Pattern REGION = Pattern.compile("[0-9]{1,6}");
    private static final Comparator<RechargeReport.City> RANKING = (one, other) -> {
        int byOrders = Long.compare(other.orders(), one.orders());
        int bySuccess = Long.compare(other.succeeded(), one.succeeded());
        return byOrders != 0
                ? byOrders
                : bySuccess != 0 ? bySuccess : one.code().compareTo(other.code());
    };

    private final ReferenceRules rules;
    private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    private final Breakdown overall = new Breakdown();
    private final Map<String, Tally> cities = new TreeMap<>();
    private final Map<Instant, Tally> minutes = new TreeMap<>();
    private final Map<String, Map<String, Breakdown>> dimensions = new TreeMap<>();
    private final Map<String, Map<String, Long>> failures = new TreeMap<>();
    private long read;
    private long ignored;

    public ReferenceCount(ReferenceRules rules) {
        this.rules = rules;
    }

    /**
     * Counts all records of a log file.
     *
     * @param log the file's bytes; read to their end, not closed
     * @throws IOException if they cannot be read
     */
    public void addLines(InputStream log) throws IOException {
        new LogLines(log).forEach(this::add);
    }

    /**
     * Counts a record.
     *
     * @return the reason if it is rejected; otherwise empty
     */
    public Optional<RejectReason> add(byte[] bytes, int length) {
        return add(bytes, length, Optional.empty());
    }

    /**
     * Counts a Kafka record.
     *
     * @param recorded the record's timestamp
     * @return the reason if it is rejected; otherwise empty
     */
    public Optional<RejectReason> add(byte[] bytes, int length, Instant recorded) {
        return add(bytes, length, Optional.of(recorded));
    }

    private Optional<RejectReason> add(byte[] bytes, int length, Optional<Instant> recorded) {
        read++;
        Optional<RejectReason> reason = LogRecord.read(bytes, length, rules.text())
                .map(record -> addRecord(record, recorded))
                .orElse(Optional.of(RejectReason.MALFORMED));
        reason.ifPresent(why -> rejected.merge(why, 1L, Long::sum));
        return reason;
    }

    private Optional<RejectReason> addRecord(LogRecord record, Optional<Instant> recorded) {
        if (rules.source("service").fields().isEmpty()) {
            if (!record.isHeading()) {
                return addOrder(record, recorded);
            }
            ignored++;
            return Optional.empty();
        }
        Optional<String> service = text(record, "service");
        if (service.isEmpty()) {
            return Optional.of(RejectReason.NO_SERVICE);
        }
        if (service.get().equals(rules.orderService())) {
            return addOrder(record, recorded);
        }
        ignored++;
        return Optional.empty();
    }

    private Optional<RejectReason> addOrder(LogRecord record, Optional<Instant> recorded) {
        Optional<String> result = text(record, "result");
        Optional<BigInteger> amount = text(record, "amount")
                .flatMap(text -> LogValues.amount(text, rules.source("amount").type()))
                .filter(rules.limits()::allowAmount);
        Optional<Instant> start =
                time(record, "start").filter(time -> rules.limits().allowStart(time, recorded));
        Optional<String> code = text(record, "region")
                .filter(text -> REGION.matcher(text).matches())
                .map(text -> LogValues.region(text, rules.source("region").type()));
        if (result.isEmpty()) {
            return Optional.of(RejectReason.BAD_RESULT);
        } else if (amount.isEmpty()) {
            return Optional.of(RejectReason.BAD_AMOUNT);
        } else if (start.isEmpty()) {
            return Optional.of(RejectReason.BAD_START);
        } else if (code.isEmpty()) {
            return Optional.of(RejectReason.BAD_REGION);
        }
        boolean success = result.get().equals(rules.successResult());
        Optional<Instant> end =
                time(record, "end").filter(time -> rules.limits().allowDuration(start.get(), time));
        overall.add(success, amount.get(), start.get(), end);
        cities.computeIfAbsent(nameOf(code.get()), any -> new Tally()).add(success, amount.get());
        minutes.computeIfAbsent(start.get().truncatedTo(ChronoUnit.MINUTES), any -> new Tally())
                .add(success, amount.get());
        rules.dimensions().forEach((dimension, fields) -> dimensions
                .computeIfAbsent(dimension, any -> new TreeMap<>())
                .computeIfAbsent(value(record, fields), any -> new Breakdown())
                .add(success, amount.get(), start.get(), end));
        if (!success) {
            failures.computeIfAbsent(nameOf(code.get()), any -> new TreeMap<>())
                    .merge(value(record, rules.source("result").fields()), 1L, Long::sum);
        }
        return Optional.empty();
    }

    private static String value(LogRecord record, List<String> fields) {
        return record.text(fields)
                .map(text -> text.length() > 32 ? "other" : text)
                .orElse("none");
    }

    private Optional<String> text(LogRecord record, String tag) {
        return record.text(rules.source(tag).fields());
    }

    private Optional<Instant> time(LogRecord record, String tag) {
        return text(record, tag)
                .flatMap(text -> LogValues.time(text, rules.source(tag).type()));
    }

    private String nameOf(String code) {
        boolean known = rules.regions().regions().stream()
                .anyMatch(region -> region.code().equals(code));
        return known ? code : RegionTable.OTHER;
    }

    /**
     * The report of all counted records.
     *
     * @param group the group of the report
     * @throws ArithmeticException if an amount exceeds a {@code long}
     */
    public RechargeReport report(String group) {
        List<RechargeReport.City> ranked = rankedCities();
        List<RechargeReport.Minute> perMinute = new ArrayList<>();
        minutes.forEach((minute, tally) ->
                perMinute.add(new RechargeReport.Minute(minute, tally.orders, tally.succeeded, tally.amount())));
        long rejectedInAll =
                rejected.values().stream().mapToLong(Long::longValue).sum();
        return new RechargeReport(
                group,
                Optional.empty(),
                Optional.empty(),
                new RechargeReport.Records(read, overall.orders(), ignored, rejectedInAll, rejected),
                overall.overall(),
                ranked,
                ranked.subList(0, Math.min(5, ranked.size())).stream()
                        .map(city ->
                                new RechargeReport.TopCity(city.code(), city.name(), city.orders(), city.successRate()))
                        .toList(),
                perMinute);
    }

    /**
     * The orders of all counted records by each value of a dimension, without percentiles.
     *
     * @throws ArithmeticException if an amount exceeds a {@code long}
     */
    public Map<String, RechargeReport.Overall> by(String dimension) {
        Map<String, RechargeReport.Overall> by = new TreeMap<>();
        dimensions.getOrDefault(dimension, Map.of()).forEach((value, orders) -> by.put(value, orders.average()));
        return by;
    }

    /** The number of failed orders of all counted records, by region and failure code. */
    public Map<String, Map<String, Long>> failures() {
        return failures;
    }

    private List<RechargeReport.City> rankedCities() {
        List<RechargeReport.City> ranked = new ArrayList<>();
        for (Region region : rules.regions().regions()) {
            ranked.add(city(region, cities.getOrDefault(region.code(), new Tally())));
        }
        if (cities.containsKey(RegionTable.OTHER)) {
            ranked.add(city(rules.regions().other(), cities.getOrDefault(RegionTable.OTHER, new Tally())));
        }
        ranked.sort(RANKING);
        return ranked;
    }

    private static RechargeReport.City city(Region region, Tally tally) {
        return new RechargeReport.City(
                region.code(),
                region.name(),
                tally.orders,
                tally.succeeded,
                tally.failed(),
                tally.successRate(),
                tally.amount());
    }
}
