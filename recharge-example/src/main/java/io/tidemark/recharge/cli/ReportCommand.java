package io.tidemark.recharge.cli;

import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.report.ReportJson;
import io.tidemark.recharge.report.ReportReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recharge report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the report of a period from Redis.",
            "Times are dates, or dates with a time to the minute: 2026-01-01, 2026-01-01T08:00 (in Asia/Shanghai) or"
                    + " 2026-01-01T08:00+08:00. --from is inclusive, --to exclusive."
        })
final class ReportCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--from", paramLabel = "T", description = "The first minute (default: the first minute with data).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "T", description = "The end (default: after the last minute with data).")
    private Optional<String> to = Optional.empty();

    @Override
    public Integer call() {
        Period period = period();
        RechargeConfig config = options.read();
        try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            Output.text(
                    Optional.empty(),
                    ReportJson.write(new ReportReader(metrics.reader())
                            .read(
                                    new GroupId(config.group()),
                                    config.dictionary().regions(),
                                    period)));
        }
        return 0;
    }

    private Period period() {
        List<String> problems = new ArrayList<>();
        Optional<Instant> begin = from.flatMap(text -> minute("--from", text, problems));
        Optional<Instant> end = to.flatMap(text -> minute("--to", text, problems));
        if (begin.isPresent() && end.isPresent() && end.get().isBefore(begin.get())) {
            problems.add("Cannot report: --to " + to.orElse("") + " is before --from " + from.orElse(""));
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        return new Period(begin, end);
    }

    private static Optional<Instant> minute(String option, String text, List<String> problems) {
        try {
            Instant instant = Times.parse(text);
            if (instant.truncatedTo(ChronoUnit.MINUTES).equals(instant)) {
                return Optional.of(instant);
            }
            problems.add("Cannot use " + option + " " + text + ": it is not the start of a minute");
        } catch (DateTimeException e) {
            problems.add("Cannot use " + option + " " + text
                    + ": it must be of the form 2026-01-01, 2026-01-01T08:00 or 2026-01-01T08:00+08:00");
        }
        return Optional.empty();
    }
}
