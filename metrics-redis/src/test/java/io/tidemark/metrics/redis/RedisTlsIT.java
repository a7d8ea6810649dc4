package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.servers.secured.SecuredRedis;
import io.tidemark.servers.secured.TestCertificate;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;

/** A server that is reached over TLS. */
class RedisTlsIT {

    @TempDir
    private Path directory;

    @Test
    void metricsGoOverTlsToAServerThatIsTrustedAndToNoOther() {
        TestCertificate trusted = TestCertificate.in(directory, "trusted");
        TestCertificate other = TestCertificate.in(directory, "other");
        try (SecuredRedis server = new SecuredRedis(trusted);
                RedisClient client = client(server, trusted);
                RedisClient suspicious = client(server, other)) {
            Fixture fixture = Fixture.on(client).start();

            fixture.write(0, 1, orders("755", 1));

            assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(1)));
            assertThatThrownBy(() -> fixture.through(suspicious).write(1, 2, orders("755", 1)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("nothing was written");
        }
    }

    private static RedisClient client(SecuredRedis server, TestCertificate trusted) {
        return RedisClient.builder()
                .hostAndPort(new HostAndPort("localhost", server.tlsPort()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .sslOptions(SslOptions.builder()
                                .truststore(
                                        trusted.trustStore().toFile(),
                                        trusted.password().toCharArray())
                                .trustStoreType("PKCS12")
                                .build())
                        .build())
                .build();
    }
}
