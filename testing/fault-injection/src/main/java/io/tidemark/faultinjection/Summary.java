package io.tidemark.faultinjection;

import io.tidemark.recharge.report.RechargeReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The text of an assessment, for a person. */
final class Summary {

    private static final int MOST_PROBLEMS = 20;

    private final Assessment assessment;
    private final StringBuilder text = new StringBuilder();

    private Summary(Assessment assessment) {
        this.assessment = assessment;
    }

    /** The text, with a line feed at its end. */
    static String of(Assessment assessment) {
        return new Summary(assessment).text();
    }

    private String text() {
        line("Injected faults, by attempt:");
        assessment.incidents().forEach(incident -> line(incident.toString()));
        line("");
        line("%-28s %22s %22s".formatted("", "counted by the job", "reference"));
        row("records read", report -> report.records().read());
        row("orders", report -> report.overall().orders());
        row("ignored", report -> report.records().ignored());
        row("rejected", report -> report.records().rejected());
        row("succeeded", report -> report.overall().succeeded());
        row("failed", report -> report.overall().failed());
        row("amount, fen", report -> report.overall().amountFen());
        row("average duration, ms", report -> shown(report.overall().averageDurationMs()));
        row("duration unknown", report -> report.overall().durationUnknown());
        row("median duration, ms", report -> shown(report.overall().durationMs().map(RechargeReport.Percentiles::p50)));
        row("99th percentile, ms", report -> shown(report.overall().durationMs().map(RechargeReport.Percentiles::p99)));
        row("cities with orders", report -> report.cities().stream()
                .filter(city -> city.orders() > 0)
                .count());
        row("minutes", report -> report.minutes().size());
        line("");
        line("Deleted unread: " + count(assessment.deleted()) + " records in "
                + assessment.deleted().size()
                + " ranges; receipts: " + count(assessment.receipts()) + " records in "
                + assessment.receipts().size());
        assessment
                .letters()
                .ifPresent(letters ->
                        line("Dead-letter records: " + letters.rejected().size()
                                + " records rejected by the reference implementation, "
                                + letters.sent().size() + " in the topic, "
                                + letters.repetitions() + " more than once"));
        conclusion();
        return text.toString();
    }

    private void conclusion() {
        List<String> problems = assessment.problems();
        if (problems.isEmpty()) {
            line(
                    "The test passes: both reports are equal in every field, every receipt and dead-letter record is correct, and"
                            + " log, ledger and store end at the same offsets");
            return;
        }
        line("At least " + assessment.missing() + " orders were lost and " + assessment.doubled() + " counted twice");
        line("The test fails, with " + problems.size() + " differences:");
        problems.stream().limit(MOST_PROBLEMS).forEach(problem -> line("  " + problem));
        if (problems.size() > MOST_PROBLEMS) {
            line("  and " + (problems.size() - MOST_PROBLEMS) + " more");
        }
    }

    private void row(String name, Function<RechargeReport, Object> field) {
        line("%-28s %22s %22s".formatted(name, field.apply(assessment.got()), field.apply(assessment.want())));
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private static long count(List<DeletedRange> deleted) {
        return deleted.stream().mapToLong(DeletedRange::count).sum();
    }

    private static String shown(Optional<?> value) {
        return value.map(Object::toString).orElse("none");
    }
}
