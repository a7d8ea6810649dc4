package io.tidemark.cli.options;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.cluster.ActivityCheck;
import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.output.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a change is made or only shown, and its preconditions. */
public final class ChangeOptions {

    @Option(names = "--dry-run", description = "Only shows what would change; this is the default.")
    private boolean dryRun;

    @Option(names = "--execute", description = "Makes the change.")
    private boolean execute;

    @Option(names = "--force", description = "Makes the change even if a driver seems to be alive.")
    private boolean force;

    @Option(
            names = "--quiet-for",
            paramLabel = "D",
            defaultValue = "2m",
            converter = Durations.class,
            description = "A driver that has stored offsets within this time counts as alive; ${DEFAULT-VALUE} if not"
                    + " given. Longer than the batch interval.")
    private Duration quietFor = Duration.ofMinutes(2);

    @Option(
            names = "--watch",
            paramLabel = "D",
            defaultValue = "10s",
            converter = Durations.class,
            description =
                    "How long to watch a store that keeps no times before a change; ${DEFAULT-VALUE} if not given.")
    private Duration watch = Duration.ofSeconds(10);

    /** Validates the options before anything is opened. */
    public void requireValid() {
        if (dryRun && execute) {
            throw CommandException.usage("Cannot both --dry-run and --execute: give one of them");
        }
    }

    public boolean isExecuted() {
        return execute;
    }

    /**
     * Checks for a live driver.
     *
     * @return the findings, to be shown
     * @throws CommandException if the change was requested and there is a sign of activity
     */
    public Findings requireQuiet(ActivityCheck life, Optional<Cluster> cluster, Optional<String> transactionalId) {
        ActivityCheck.Findings found = life.look(quietFor, cluster, transactionalId);
        List<String> signs = new ArrayList<>(found.signs());
        if (execute && !force && signs.isEmpty() && found.timesAreUnknown()) {
            life.watch(watch).ifPresent(signs::add);
        }
        if (execute && !force && !signs.isEmpty()) {
            throw CommandException.refused("Cannot change offsets: a driver of the group seems to be alive: "
                    + String.join("; ", signs)
                    + ". Nothing was changed. Stop it, or give --force if you know that it is not");
        }
        return new Findings(signs, found.timesAreUnknown());
    }

    /** Adds remarks on the state of the change. */
    public void remark(ResultOptions result, Findings findings, boolean nothingToDo) {
        findings.signs().forEach(sign -> result.remark("A driver of the group seems to be alive: " + sign));
        if (findings.cannotBeKnown()) {
            result.remark("The store keeps no times, so whether a driver is alive cannot be known from it"
                    + (execute && !force
                            ? "; nothing moved while it was watched for " + watch.toSeconds() + " s"
                            : ""));
        }
        if (nothingToDo) {
            result.remark("Nothing to change");
        } else {
            result.remark(execute ? "Done" : "Dry run: nothing was changed; --execute makes the change");
        }
    }

    /** The findings about drivers. */
    public record Findings(List<String> signs, boolean cannotBeKnown) {

        public Findings {
            signs = List.copyOf(signs);
        }

        public void describeIn(ObjectNode object) {
            ArrayNode array = object.putArray("signsOfLife");
            signs.forEach(array::add);
            object.put("lifeCannotBeKnown", cannotBeKnown);
        }
    }
}
