package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.redis.internal.layout.Arguments;
import io.tidemark.metrics.redis.internal.layout.Escaping;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The keys and arguments of one call of {@code read.lua}.
 *
 * @param keys every key that the script receives; it finds the buckets of histograms itself
 * @param arguments the arguments, as described at the beginning of the script
 */
public record ReadRequest(List<byte[]> keys, List<byte[]> arguments) {

    /**
     * A request.
     *
     * @param shape the expected days; empty if they do not matter
     * @param ledger whether the ledger is read too
     */
    public static ReadRequest of(GroupKeys group, List<Run> runs, String shape, Ledger ledger) {
        return of(group, runs, shape, ledger, List.of());
    }

    /**
     * A request to which the script adds days that are not in the plan.
     *
     * @param planned the starts of the planned days
     */
    public static ReadRequest growing(GroupKeys group, List<Run> runs, List<Long> planned) {
        return of(group, runs, "grow", Ledger.READ, planned);
    }

    private static ReadRequest of(GroupKeys group, List<Run> runs, String shape, Ledger ledger, List<Long> planned) {
        Map<String, Integer> metrics = new LinkedHashMap<>();
        runs.forEach(run -> metrics.putIfAbsent(run.metric(), metrics.size() + 1));
        Arguments arguments = new Arguments().add(shape).add(ledger == Ledger.READ ? "ledger" : "");
        arguments.addBlocks(planned, day -> Long.toString(day / Table.DAY.seconds()));
        arguments.addBlocks(metrics.keySet(), Escaping::escape);

        List<byte[]> keys = new ArrayList<>(List.of(group.ledger(), group.state(), group.kinds(), group.days()));
        arguments.add(runs.size());
        for (Run run : runs) {
            arguments
                    .add(metrics.getOrDefault(run.metric(), 0))
                    .add(run.way().name().toLowerCase(Locale.ROOT))
                    .add(run.sources().size());
            arguments.addBlocks(run.tags(), tag -> tag);
            addGrowth(run, arguments);
            if (!run.tags().isEmpty()) {
                keys.add(GroupKeys.utf8(group.all(run.metric())));
            }
            run.sources().forEach(source -> keys.add(GroupKeys.utf8(source.key())));
        }
        return new ReadRequest(keys, arguments.asList());
    }

    private static void addGrowth(Run run, Arguments arguments) {
        run.growth()
                .ifPresentOrElse(
                        growth -> arguments
                                .add(growth.from())
                                .add(growth.to())
                                .add(growth.table().stored())
                                .add(growth.stem()),
                        () -> arguments.add(0).add(0).add("").add(""));
    }

    /** Whether the ledger is read. */
    public enum Ledger {
        READ,
        LEFT
    }
}
