package io.tidemark.recharge.prove;

import io.tidemark.recharge.report.RechargeReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a verdict says to a person. */
final class Summary {

    private static final int MOST_PROBLEMS = 20;

    private final Verdict verdict;
    private final StringBuilder text = new StringBuilder();

    private Summary(Verdict verdict) {
        this.verdict = verdict;
    }

    /** The text, with a line feed at its end. */
    static String of(Verdict verdict) {
        return new Summary(verdict).text();
    }

    private String text() {
        line("What was done to the job, by its lives:");
        verdict.incidents().forEach(incident -> line(incident.toString()));
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
        line("Deleted unread by retention: " + count(verdict.gaps()) + " records in "
                + verdict.gaps().size()
                + " gaps; receipts: " + count(verdict.receipts()) + " records in "
                + verdict.receipts().size());
        verdict.letters()
                .ifPresent(letters -> line("Dead letters: " + letters.rejected().size()
                        + " records rejected by the reference implementation, "
                        + letters.sent().size() + " in the topic, "
                        + letters.repetitions() + " letters more than once"));
        conclusion();
        return text.toString();
    }

    private void conclusion() {
        List<String> problems = verdict.problems();
        if (problems.isEmpty()) {
            line(
                    "The proof holds: every field of both reports is equal, every receipt and dead letter is right, and log, ledger and"
                            + " store end at the same offsets");
            return;
        }
        line("At least " + verdict.missing() + " orders were lost and " + verdict.doubled() + " counted twice");
        line("The proof fails, with " + problems.size() + " differences:");
        problems.stream().limit(MOST_PROBLEMS).forEach(problem -> line("  " + problem));
        if (problems.size() > MOST_PROBLEMS) {
            line("  and " + (problems.size() - MOST_PROBLEMS) + " more");
        }
    }

    private void row(String name, Function<RechargeReport, Object> field) {
        line("%-28s %22s %22s".formatted(name, field.apply(verdict.got()), field.apply(verdict.want())));
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private static long count(List<Gap> gaps) {
        return gaps.stream().mapToLong(Gap::count).sum();
    }

    private static String shown(Optional<?> value) {
        return value.map(Object::toString).orElse("none");
    }
}
