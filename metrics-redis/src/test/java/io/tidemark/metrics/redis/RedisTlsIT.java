package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.EmbeddedRedis;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.servers.EmbeddedOnly;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;

/** A server that is reached over TLS. */
@EmbeddedOnly("a second port")
class RedisTlsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path directory;

    @Test
    void metricsGoOverTlsToAServerThatIsTrustedAndToNoOther() throws Exception {
        Path trusted = certificate("trusted");
        Path other = certificate("other");
        int port = freePort();
        try (EmbeddedRedis server = EmbeddedRedis.start(ServerOptions.temporary()
                        .setting("tls-port", Integer.toString(port))
                        .setting(
                                "tls-cert-file",
                                trusted.resolveSibling("trusted.crt").toString())
                        .setting(
                                "tls-key-file",
                                trusted.resolveSibling("trusted.key").toString())
                        .setting(
                                "tls-ca-cert-file",
                                trusted.resolveSibling("trusted.crt").toString())
                        .setting("tls-auth-clients", "no"));
                RedisClient client = client(port, trusted);
                RedisClient suspicious = client(port, other)) {
            Fixture fixture = Fixture.on(client).start();

            fixture.write(0, 1, orders("755", 1));

            assertThat(server.isRunning()).isTrue();
            assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(1)));
            assertThatThrownBy(() -> fixture.through(suspicious).write(1, 2, orders("755", 1)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("nothing was written");
        }
    }

    private static RedisClient client(int port, Path truststore) {
        return RedisClient.builder()
                .hostAndPort(new HostAndPort("localhost", port))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .sslOptions(SslOptions.builder()
                                .truststore(truststore.toFile(), PASSWORD)
                                .trustStoreType("PKCS12")
                                .build())
                        .build())
                .build();
    }

    /** Makes a key and a certificate that it signs itself, as the server takes them, and a store of both. */
    private Path certificate(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        write(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        write(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, PASSWORD);
        trust.setCertificateEntry(name, keys.getCertificate(name));
        Path truststore = directory.resolve(name + "-trust.p12");
        try (var out = Files.newOutputStream(truststore)) {
            trust.store(out, PASSWORD);
        }
        return truststore;
    }

    private void write(String file, String kind, byte[] encoded) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
