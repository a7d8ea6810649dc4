package io.tidemark.recharge.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.deadletter.Replay;
import io.tidemark.deadletter.Replayed;
import io.tidemark.deadletter.Selection;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.KafkaClients;
import io.tidemark.recharge.report.RejectReason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recharge replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Sends rejected records from the dead-letter topic back to their original topic, each once, after the"
                    + " cause of"
                    + " the rejection is fixed (in the dictionary, for example). Without --execute it only shows"
                    + " what it would send."
                    + " An interrupted replay resumes where it stopped.",
            "A replayed record is processed as a new record; its earlier rejection stays counted."
        })
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--reason",
            paramLabel = "R",
            description = "Only records that were rejected for this reason; may be given several times (default:"
                    + " every reason).")
    private List<String> reasons = List.of();

    @Option(
            names = "--from",
            paramLabel = "T",
            description = "Only records with this Kafka timestamp or a later one: " + Times.FORM + ".")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "T", description = "Only records with an earlier Kafka timestamp.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            defaultValue = "3",
            description = "The maximum number of replays of one record (default ${DEFAULT-VALUE}).")
    private int maxAttempts = 3;

    @Option(names = "--execute", description = "Sends the records.")
    private boolean execute;

    @Override
    public Integer call() {
        Selection wanted = selection();
        RechargeConfig config = options.read();
        String source = config.kafka().topic();
        Selection selection = wanted.topics(Set.of(source));
        DeadLetterTopic topic = KafkaClients.deadLetters(config);
        Replay replay = new Replay(topic, selection, config.group());
        Replayed replayed;
        try (Progress progress = Progress.of("Replaying", replay.size(), " letters", 1)) {
            replayed = execute ? replay.execute(progress::reached) : replay.rehearse(progress::reached);
        }
        Output.text(Optional.empty(), json(topic, source, replayed));
        if (!execute && replayed.selected() > 0) {
            System.err.println("recharge: nothing was sent; --execute sends " + replayed.selected() + " records to '"
                    + source + "'");
        }
        return 0;
    }

    private Selection selection() {
        List<String> problems = new ArrayList<>();
        Set<String> wanted = new HashSet<>();
        for (String code : reasons) {
            Arrays.stream(RejectReason.values())
                    .filter(reason -> reason.code().equals(code))
                    .findFirst()
                    .ifPresentOrElse(
                            reason -> wanted.add(reason.code()),
                            () -> problems.add("Cannot use --reason " + code + ": it must be one of "
                                    + Arrays.stream(RejectReason.values())
                                            .map(RejectReason::code)
                                            .collect(Collectors.joining(", "))));
        }
        Optional<Instant> begin = from.flatMap(text -> time("--from", text, problems));
        Optional<Instant> end = to.flatMap(text -> time("--to", text, problems));
        if (maxAttempts < 1) {
            problems.add("Cannot use --max-attempts " + maxAttempts + ": it must be positive");
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        Selection selection = Selection.all().reasons(wanted).maxAttempts(maxAttempts);
        selection = begin.map(selection::from).orElse(selection);
        return end.map(selection::until).orElse(selection);
    }

    private static Optional<Instant> time(String option, String text, List<String> problems) {
        try {
            return Optional.of(Times.parse(text));
        } catch (DateTimeException e) {
            problems.add("Cannot use " + option + " " + text + ": it must be of the form " + Times.FORM);
            return Optional.empty();
        }
    }

    private static String json(DeadLetterTopic topic, String source, Replayed replayed) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("from", topic.name())
                .put("to", source)
                .put("letters", replayed.letters())
                .put("repetitions", replayed.repetitions())
                .put("replayedBefore", replayed.replayedBefore())
                .put("givenUp", replayed.givenUp())
                .put("notSelected", replayed.notSelected())
                .put("selected", replayed.selected());
        ObjectNode byReason = node.putObject("selectedByReason");
        replayed.selectedByReason().forEach(byReason::put);
        node.put("sent", replayed.sent());
        return node.toPrettyString() + "\n";
    }
}
