package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.cluster.Verdict;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.cli.output.Table;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.Absent;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;

/** Verifies every stored offset against the cluster, as a job does when it starts; for monitoring. */
@Command(
        name = "verify",
        description = "Verifies stored offsets against the cluster; exit code 1 if a job could not resume there.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand extends VerdictCommand {

    public VerifyCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    int print(OpenOffsetStore opened, Verdicts verdicts) {
        Table table = new Table("TOPIC", "PARTITION", "VERDICT", "STORED", "LOG-START", "LOG-END", "WHAT-TO-DO");
        ObjectNode object = Json.object().put("group", group.group().value()).put("store", opened.toString());
        ArrayNode rows = Json.object().putArray("partitions");
        int findings = 0;
        int withoutIdentity = 0;
        Set<String> storedTopics =
                verdicts.entries().keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        for (TopicPartition partition :
                PartitionOrder.sorted(verdicts.byPartition()).keySet()) {
            OffsetVerification verdict = verdicts.of(partition);
            boolean finding = isFinding(verdict, storedTopics.contains(partition.topic()));
            findings += finding ? 1 : 0;
            Optional<StoredOffset> stored = verdicts.stored(partition);
            withoutIdentity += stored.isPresent() && stored.get().identity().isEmpty() ? 1 : 0;
            Optional<LogBounds> bounds = Verdict.bounds(verdict);
            String remedy = finding ? Verdict.remedy(verdict) : "";
            table.row(
                    partition.topic(),
                    partition.partition(),
                    Verdict.name(verdict),
                    stored.map(StoredOffset::offset),
                    bounds.map(LogBounds::start),
                    bounds.map(LogBounds::end),
                    remedy);
            ObjectNode row =
                    Json.of(partition).put("verdict", Verdict.name(verdict)).put("finding", finding);
            row.put("stored", stored.map(StoredOffset::offset).orElse(null));
            row.put("logStart", bounds.map(LogBounds::start).orElse(null));
            row.put("logEnd", bounds.map(LogBounds::end).orElse(null));
            rows.add(row.put("detail", verdict.describe()));
        }
        boolean nothing = verdicts.entries().isEmpty();
        object.put("ok", findings == 0 && !nothing)
                .put("findings", findings)
                .put("withoutIdentity", withoutIdentity)
                .set("partitions", rows);
        result.print(table, object);
        if (nothing) {
            result.remark("Nothing is stored for group " + group.group() + " and these topics in " + opened);
        }
        if (withoutIdentity > 0) {
            result.remark(
                    "The topic id of " + withoutIdentity + " entries is not stored: a topic that was created again is"
                            + " recognised there only if its log ends before the stored offset");
        }
        return findings == 0 && !nothing ? ExitCodes.OK : ExitCodes.FINDING;
    }

    /**
     * A partition that was found later is read from its first record on. That is not a problem as long as its first
     * record exists.
     */
    private static boolean isFinding(OffsetVerification verdict, boolean topicIsStored) {
        return verdict instanceof Absent absent
                ? !topicIsStored || absent.bounds().start() > 0
                : !(verdict instanceof Resumable);
    }
}
