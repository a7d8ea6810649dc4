package io.tidemark.embedded;

import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

final class RedisProbe implements Kind.Probe {

    @Override
    public void write(String address, String value) {
        try (Jedis client = connect(address)) {
            client.rpush("values", value);
        }
    }

    @Override
    public List<String> read(String address) {
        try (Jedis client = connect(address)) {
            return client.lrange("values", 0, -1);
        }
    }

    @Override
    public void ping(String address) {
        try (Jedis client = connect(address)) {
            client.ping();
        }
    }

    static Jedis connect(String address) {
        return new Jedis(
                HostAndPort.from(address),
                DefaultJedisClientConfig.builder().timeoutMillis(2_000).build());
    }
}
