package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.cluster.Selection;
import io.tidemark.cli.doctor.Doctor;
import io.tidemark.cli.doctor.Finding;
import io.tidemark.cli.doctor.Finding.Level;
import io.tidemark.cli.doctor.Findings;
import io.tidemark.cli.options.Durations;
import io.tidemark.cli.options.Groups;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Explains why nothing arrives. */
@Command(
        name = "doctor",
        description = "Checks everything between the brokers and the job, and names the first cause of a problem; exit"
                + " code 1 if there is one. Changes nothing.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand extends StoreCommand {

    @Option(names = "--group", required = true, paramLabel = "GROUP", description = "The consumer group of the job.")
    private String group = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "A topic of the job; may be given more than once. The topics that have stored offsets if not"
                    + " given.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--sink",
            paramLabel = "URL",
            description = "The sink of the job, whose server is examined too: redis://host:6379.")
    private @Nullable String sink;

    @Option(
            names = "--sink-config",
            paramLabel = "FILE",
            description = "The sink's settings, as in --store-config; url too.")
    private @Nullable Path sinkFile;

    @Option(
            names = "--quiet-for",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Durations.class,
            description = "How old the newest record and the last commit may be: 90s, 5m, 2h; ${DEFAULT-VALUE} if not"
                    + " given.")
    private Duration quietFor = Duration.ZERO;

    @Option(
            names = "--watch",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = Durations.class,
            description = "How long to watch the store for a second driver; ${DEFAULT-VALUE} if not given.")
    private Duration watch = Duration.ZERO;

    public DoctorCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        StoreAddress address = address();
        Findings findings = Doctor.examine(new Doctor.Subject(
                Groups.parse(group),
                Selection.parse(topics).topics(),
                address,
                cluster.address(address),
                sinkAddress(),
                quietFor,
                watch,
                surroundings.clock()));
        print(findings);
        return findings.hasProblem() ? ExitCodes.FINDING : ExitCodes.OK;
    }

    private Optional<StoreAddress> sinkAddress() {
        return sink == null && sinkFile == null
                ? Optional.empty()
                : Optional.of(StoreAddress.of(
                        "--sink", Optional.ofNullable(sink), "--sink-config", Optional.ofNullable(sinkFile)));
    }

    private void print(Findings findings) {
        List<String> lines = new ArrayList<>();
        ArrayNode rows = Json.object().putArray("findings");
        for (Finding finding : findings.all()) {
            String level = finding.level() == Level.PROBLEM
                    ? "PROBLEM"
                    : finding.level().text();
            lines.add(String.format("%-8s %-20s  %s", level, finding.check(), finding.text()));
            if (!finding.remedy().isEmpty()) {
                lines.add(" ".repeat(31) + "-> " + finding.remedy());
            }
            rows.add(json(finding));
        }
        lines.add("");
        lines.add(findings.cause()
                .map(cause -> (cause.level() == Level.PROBLEM ? "Cause: " : "Nothing is broken. Note: ") + cause.text())
                .orElse(
                        findings.isComplete()
                                ? "Nothing is wrong: records arrive, and the job reads them"
                                : "Nothing is wrong in what was checked"));
        ObjectNode object = Json.object().put("group", group).put("ok", !findings.hasProblem());
        object.set("cause", findings.cause().map(DoctorCommand::json).orElse(null));
        object.set("findings", rows);
        result.print(lines, object);
    }

    private static ObjectNode json(Finding finding) {
        return Json.object()
                .put("check", finding.check())
                .put("level", finding.level().text())
                .put("text", finding.text())
                .put("remedy", finding.remedy().isEmpty() ? null : finding.remedy());
    }
}
