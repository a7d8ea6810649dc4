package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.cluster.ClusterAddress;
import io.tidemark.cli.options.ClusterOptions;
import io.tidemark.cli.options.DateTimes;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.Table;
import io.tidemark.deadletter.DeadLetterException;
import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.deadletter.Replay;
import io.tidemark.deadletter.Replayed;
import io.tidemark.deadletter.Selection;
import io.tidemark.offset.spi.KafkaConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends dead-letter records back to the topics that they were read from. */
@Command(
        name = "replay",
        description = {
            "Sends dead-letter records back to their original topics, each once, after the cause of their rejection is"
                    + " fixed. An interrupted replay resumes where it stopped.",
            "Without --execute it only shows what it would send. Jobs that read the topics must read committed records"
                    + " only (isolation.level=read_committed)."
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {

    /** One replay of a dead-letter topic runs at a time: it fences an earlier one. */
    private static final String GROUP = "tidemark";

    @Mixin
    private final ClusterOptions cluster;

    @Mixin
    private final ResultOptions result;

    @Option(names = "--dead-letters", required = true, paramLabel = "TOPIC", description = "The dead-letter topic.")
    private String deadLetters = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            split = ",",
            description = "Only records that were read from these topics; all if not given.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "R",
            split = ",",
            description = "Only records that were rejected for these reasons; all if not given.")
    private List<String> reasons = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = DateTimes.class,
            description = "Only records with this timestamp or a later one.")
    private @Nullable Instant from;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = DateTimes.class,
            description = "Only records with an earlier timestamp.")
    private @Nullable Instant until;

    @Option(
            names = "--to",
            paramLabel = "TOPIC",
            description = "Sends all records to this topic instead of their original ones.")
    private @Nullable String target;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10000",
            description = "The maximum number of records to send; ${DEFAULT-VALUE} if not given. The next run continues"
                    + " behind them.")
    private long limit;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            defaultValue = "3",
            description = "Gives up records that were sent back this often; ${DEFAULT-VALUE} if not given.")
    private int maxAttempts;

    @Option(names = "--dry-run", description = "Only shows what would be sent; this is the default.")
    private boolean dryRun;

    @Option(names = "--execute", description = "Sends the records.")
    private boolean execute;

    public ReplayCommand(CommandEnvironment surroundings) {
        this.cluster = new ClusterOptions(surroundings);
        this.result = new ResultOptions(surroundings);
    }

    @Override
    public Integer call() {
        requireValid();
        ClusterAddress address = cluster.requireAddress();
        Map<String, Object> kafka = address.clientSettings();
        KafkaConnection.of(kafka).requireProtocol("read the dead-letter topic '" + deadLetters + "'");
        Replay replay = new Replay(new DeadLetterTopic(kafka, deadLetters), selection(), GROUP);
        // also before sending: a topic that cannot be read is found while nothing was sent
        Replayed replayed = replay.rehearse(read -> {});
        if (execute && replayed.selected() > 0) {
            try {
                replayed = replay.execute(read -> {});
            } catch (DeadLetterException e) {
                throw CommandException.partly(
                        e.getMessage() + ". Records that were sent have receipts, and are not sent again", e);
            }
        }
        print(replayed);
        return ExitCodes.OK;
    }

    private void requireValid() {
        if (dryRun && execute) {
            throw CommandException.usage("Cannot both --dry-run and --execute: give one of them");
        }
        if (limit < 1 || maxAttempts < 1) {
            throw CommandException.usage("Cannot replay with --limit " + limit + " and --max-attempts " + maxAttempts
                    + ": give numbers of at least 1");
        }
        if (deadLetters.equals(target)) {
            throw CommandException.usage("Cannot replay '" + deadLetters + "' --to itself: give another topic");
        }
    }

    private Selection selection() {
        Selection selection = Selection.all()
                .topics(Set.copyOf(topics))
                .reasons(Set.copyOf(reasons))
                .maxAttempts(maxAttempts)
                .limit(limit);
        if (from != null) {
            selection = selection.from(from);
        }
        if (until != null) {
            selection = selection.until(until);
        }
        return target == null ? selection : selection.target(target);
    }

    private void print(Replayed replayed) {
        Table table = new Table("REASON", "SELECTED");
        ObjectNode object = Json.object()
                .put("deadLetters", deadLetters)
                .put("to", target)
                .put("letters", replayed.letters())
                .put("repetitions", replayed.repetitions())
                .put("replayedBefore", replayed.replayedBefore())
                .put("givenUp", replayed.givenUp())
                .put("notSelected", replayed.notSelected())
                .put("selected", replayed.selected())
                .put("limitReached", replayed.selected() == limit)
                .put("sent", replayed.sent());
        ObjectNode byReason = object.putObject("selectedByReason");
        replayed.selectedByReason().forEach((reason, count) -> {
            table.row(reason, count);
            byReason.put(reason, count);
        });
        result.print(table, object);
        result.remark("Of " + replayed.letters() + " rejected records, " + replayed.selected() + " selected, "
                + replayed.notSelected() + " not selected, " + replayed.replayedBefore() + " sent back before, "
                + replayed.givenUp() + " given up; " + replayed.repetitions() + " repetitions ignored");
        if (replayed.selected() == limit) {
            result.remark("The limit of " + limit + " records is reached, and what is behind them was not looked at");
        }
        String to = target == null ? "their original topics" : "'" + target + "'";
        result.remark(
                replayed.selected() == 0
                        ? "Nothing to send"
                        : execute
                                ? "Sent " + replayed.sent() + " records to " + to
                                : "Dry run: nothing was sent; --execute sends " + replayed.selected() + " records to "
                                        + to);
    }
}
