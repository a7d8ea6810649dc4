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
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how far the stored offsets are behind the ends of their logs. */
@Command(name = "lag", description = "Shows how far a job is behind.", mixinStandardHelpOptions = true)
public final class LagCommand extends VerdictCommand {

    @Option(
            names = "--max-lag",
            paramLabel = "N",
            description = "Ends with exit code 1 if a partition is further behind, or if its lag is unknown.")
    private @Nullable Long limit;

    public LagCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    int print(OpenOffsetStore opened, Verdicts verdicts) {
        Table table = new Table(
                "GROUP",
                "TOPIC",
                "PARTITION",
                "CURRENT-OFFSET",
                "LOG-START-OFFSET",
                "LOG-END-OFFSET",
                "LAG",
                "VERDICT");
        ObjectNode object = Json.object().put("group", group.group().value()).put("store", opened.toString());
        ArrayNode rows = Json.object().putArray("partitions");
        long total = 0;
        int unknown = 0;
        boolean found = verdicts.byPartition().isEmpty();
        SortedMap<TopicPartition, OffsetVerification> sorted = PartitionOrder.sorted(verdicts.byPartition());
        for (TopicPartition partition : sorted.keySet()) {
            OffsetVerification verdict = verdicts.of(partition);
            Optional<Long> current = verdicts.stored(partition).map(StoredOffset::offset);
            Optional<LogBounds> bounds = Verdict.bounds(verdict);
            Optional<Long> lag = Verdict.lag(verdict);
            total += lag.orElse(0L);
            unknown += lag.isEmpty() ? 1 : 0;
            found |= lag.isEmpty() || (limit != null && lag.get() > limit);
            table.row(
                    group.group(),
                    partition.topic(),
                    partition.partition(),
                    current,
                    bounds.map(LogBounds::start),
                    bounds.map(LogBounds::end),
                    lag,
                    Verdict.name(verdict));
            ObjectNode row = Json.of(partition);
            row.put("offset", current.orElse(null));
            row.put("logStart", bounds.map(LogBounds::start).orElse(null));
            row.put("logEnd", bounds.map(LogBounds::end).orElse(null));
            row.put("lag", lag.orElse(null));
            rows.add(row.put("verdict", Verdict.name(verdict)));
        }
        object.put("totalLag", unknown == 0 ? (Long) total : null)
                .put("knownLag", total)
                .put("partitionsOfUnknownLag", unknown)
                .set("partitions", rows);
        result.print(table, object);
        if (unknown > 0) {
            result.remark("The lag of " + unknown + " partitions is unknown and not part of a total; see VERDICT");
        }
        if (verdicts.byPartition().isEmpty()) {
            result.remark("Nothing is stored for group " + group.group() + ", and the cluster has no such topic");
        }
        return limit != null && found ? ExitCodes.FINDING : ExitCodes.OK;
    }
}
