package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.MetricSinkContract;
import io.tidemark.offset.tck.offsets.GroupListingTests;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.RedisClient;

/**
 * The contract on one server: the one that the tests bring along, or that of {@code -Dtidemark.test.redis=redis://…},
 * so that other versions and relatives of Redis can be tried. The contract's times are long past: nothing may expire.
 */
class RedisMetricSinkContractIT extends MetricSinkContract implements GroupListingTests {

    private static final RedisClient CLIENT = Optional.ofNullable(System.getProperty("tidemark.test.redis"))
            .map(RedisClient::create)
            .orElseGet(RedisServer::client);

    private final String prefix = "contract-" + UUID.randomUUID();

    @Override
    protected MetricSink openSink(WriterName writer) {
        return new RedisMetricSink(
                CLIENT,
                RedisMetricSinkSettings.builder()
                        .keyPrefix(prefix)
                        .keepForever()
                        .writer(writer)
                        .build());
    }

    @Override
    protected MetricReader openReader() {
        return new RedisMetricReader(CLIENT, prefix);
    }
}
