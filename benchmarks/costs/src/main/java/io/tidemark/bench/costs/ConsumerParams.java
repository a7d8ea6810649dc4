package io.tidemark.bench.costs;

import java.util.Map;

/** The consumer settings of all streams, the same as those of the example's job. */
final class ConsumerParams {

    private ConsumerParams() {}

    static Map<String, Object> of(String bootstrap) {
        return Map.of(
                "bootstrap.servers", bootstrap, "max.poll.records", 100_000, "max.partition.fetch.bytes", 1 << 22);
    }
}
