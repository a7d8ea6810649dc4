package io.tidemark.metrics.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys and arguments of one call of {@code read.lua}.
 *
 * @param keys every key that the script is told of; the buckets of histograms it finds itself
 * @param arguments as the script's head describes them
 */
record ReadRequest(List<byte[]> keys, List<byte[]> arguments) {

    /**
     * @param sources what to read, those of one run beside each other
     * @param shape what the days must be; empty if they do not matter
     * @param withLedger whether to read the ledger too
     */
    static ReadRequest of(GroupKeys group, List<Source> sources, String shape, boolean withLedger) {
        Map<String, Integer> metrics = new LinkedHashMap<>();
        sources.forEach(source -> metrics.putIfAbsent(source.metric(), metrics.size() + 1));
        Arguments arguments = new Arguments().add(shape).add(withLedger ? "ledger" : "");
        arguments.addBlocks(metrics.keySet(), Escaping::escape);

        List<byte[]> keys = new ArrayList<>(List.of(group.ledger(), group.state(), group.kinds(), group.days()));
        List<List<Source>> runs = runs(sources);
        arguments.add(runs.size());
        for (List<Source> run : runs) {
            Source first = run.get(0);
            arguments.add(metrics.getOrDefault(first.metric(), 0)).add(run.size());
            arguments.addBlocks(first.tags(), tag -> tag);
            if (!first.tags().isEmpty()) {
                keys.add(GroupKeys.utf8(group.all(first.metric())));
            }
            run.forEach(source -> keys.add(GroupKeys.utf8(source.key())));
        }
        return new ReadRequest(keys, arguments.asList());
    }

    private static List<List<Source>> runs(List<Source> sources) {
        List<List<Source>> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= sources.size(); i++) {
            if (i == sources.size() || !sources.get(i).runsWith(sources.get(start))) {
                runs.add(sources.subList(start, i));
                start = i;
            }
        }
        return runs;
    }
}
