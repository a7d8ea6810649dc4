package io.tidemark.cli.plan;

import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.cli.plan.Plan.Step;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** The changes that turn one state of a group into another. */
public final class Differences {

    private Differences() {}

    /**
     * Plans the changes.
     *
     * @param wanted the wanted state
     * @param there the current state
     */
    public static Plan plan(
            GroupId group, Map<TopicPartition, StoredOffset> wanted, Map<TopicPartition, StoredOffset> there) {
        Set<TopicPartition> all = new TreeSet<>(PartitionOrder.BY_NAME);
        all.addAll(wanted.keySet());
        all.addAll(there.keySet());
        List<Step> steps = new ArrayList<>();
        for (TopicPartition partition : all) {
            Optional<StoredOffset> before = Optional.ofNullable(there.get(partition));
            Optional<StoredOffset> after = Optional.ofNullable(wanted.get(partition));
            steps.add(new Step(partition, before, after, after.isEmpty() ? "removed" : "", Optional.empty()));
        }
        return new Plan(group, steps);
    }

    /**
     * Refuses to replace existing entries.
     *
     * @param what for the message: {@code copy}, {@code import}
     */
    public static void requireNothingElse(String what, Plan plan) {
        for (Step step : plan.steps()) {
            if (step.before().isPresent()
                    && !step.after()
                            .map(StoredOffset::offset)
                            .equals(step.before().map(StoredOffset::offset))) {
                throw CommandException.refused("Cannot " + what + ": the store holds something else already, "
                        + step.partition() + " at " + step.before().get().offset()
                        + ". Nothing was changed. If that is an older state, give --over to replace it");
            }
        }
    }
}
