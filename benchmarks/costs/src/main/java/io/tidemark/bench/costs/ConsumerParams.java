package io.tidemark.bench.costs;

import java.util.Map;

/** What the consumers of all streams are told, as those of the example's job are. */
final class ConsumerParams {

    private ConsumerParams() {}

    static Map<String, Object> of(String bootstrap) {
        return Map.of(
                "bootstrap.servers", bootstrap, "max.poll.records", 100_000, "max.partition.fetch.bytes", 1 << 22);
    }
}
