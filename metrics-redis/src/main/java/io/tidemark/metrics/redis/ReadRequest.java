package io.tidemark.metrics.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The keys and arguments of one call of {@code read.lua}.
 *
 * @param keys every key that the script is told of; the buckets of histograms it finds itself
 * @param arguments as the script's head describes them
 */
record ReadRequest(List<byte[]> keys, List<byte[]> arguments) {

    /**
     * A request.
     *
     * @param shape what the days must be; empty if they do not matter
     * @param ledger whether the ledger is read too
     */
    static ReadRequest of(GroupKeys group, List<Run> runs, String shape, Ledger ledger) {
        Map<String, Integer> metrics = new LinkedHashMap<>();
        runs.forEach(run -> metrics.putIfAbsent(run.metric(), metrics.size() + 1));
        Arguments arguments = new Arguments().add(shape).add(ledger == Ledger.READ ? "ledger" : "");
        arguments.addBlocks(metrics.keySet(), Escaping::escape);

        List<byte[]> keys = new ArrayList<>(List.of(group.ledger(), group.state(), group.kinds(), group.days()));
        arguments.add(runs.size());
        for (Run run : runs) {
            arguments
                    .add(metrics.getOrDefault(run.metric(), 0))
                    .add(run.way().name().toLowerCase(Locale.ROOT))
                    .add(run.sources().size());
            arguments.addBlocks(run.tags(), tag -> tag);
            if (!run.tags().isEmpty()) {
                keys.add(GroupKeys.utf8(group.all(run.metric())));
            }
            run.sources().forEach(source -> keys.add(GroupKeys.utf8(source.key())));
        }
        return new ReadRequest(keys, arguments.asList());
    }

    /** Whether the ledger is read. */
    enum Ledger {
        READ,
        LEFT
    }
}
