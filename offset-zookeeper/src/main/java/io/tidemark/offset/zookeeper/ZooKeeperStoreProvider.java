package io.tidemark.offset.zookeeper;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import io.tidemark.offset.zookeeper.internal.link.DigestConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.I0Itec.zkclient.ZkClient;
import org.I0Itec.zkclient.ZkConnection;
import org.I0Itec.zkclient.exception.ZkException;
import org.I0Itec.zkclient.serialize.BytesPushThroughSerializer;

/**
 * Opens stores by URLs such as {@code zookeeper://zk1:2181,zk2:2181/kafka}. If a user and a password are set, they are
 * sent to the server as a digest, on every session. SASL and TLS are set by ZooKeeper's own system properties.
 *
 * @since 0.1
 */
public final class ZooKeeperStoreProvider implements OffsetStoreProvider {

    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final int LARGEST_REQUEST = 1 << 30;

    /** For the service loader. */
    public ZooKeeperStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("zookeeper");
    }

    @Override
    public String example() {
        return "zookeeper://host:2181,host:2181/chroot";
    }

    @Override
    public OpenOffsetStore open(StoreSettings settings) {
        Duration session = settings.duration("session").orElse(SESSION);
        Duration connect = settings.duration("connect").orElse(CONNECT);
        ZooKeeperStoreOptions options = options(settings);
        Optional<byte[]> digest = digest(settings);
        if (settings.hosts().isEmpty()) {
            settings.problem("the URL must name at least one host, zookeeper://host:2181");
        }
        String chroot = settings.path().replaceAll("/+$", "");
        settings.requireValid();

        ZkConnection connection = new DigestConnection(settings.hosts() + chroot, session, digest);
        ZkClient client = connect(settings, connection, connect);
        return new OpenOffsetStore(new ZooKeeperOffsetStore(connection, options), settings.address(), client::close);
    }

    private static ZooKeeperStoreOptions options(StoreSettings settings) {
        ZooKeeperStoreOptions options = ZooKeeperStoreOptions.defaults().writer(settings.writer());
        Optional<Duration> timeout = settings.duration("timeout");
        if (timeout.isPresent()) {
            options = options.timeout(timeout.get());
        }
        Optional<Integer> limit =
                settings.number("request-limit", ZooKeeperStoreOptions.SMALLEST_REQUEST, LARGEST_REQUEST);
        return limit.isPresent() ? options.requestLimit(limit.get()) : options;
    }

    private static Optional<byte[]> digest(StoreSettings settings) {
        Optional<String> user = settings.text("user");
        Optional<String> password = settings.secret("password");
        if (user.isPresent() != settings.text("password").isPresent()) {
            settings.problem("user and password must be set together, but only one of them is set");
        }
        return user.flatMap(name -> password.map(secret -> (name + ":" + secret).getBytes(StandardCharsets.UTF_8)));
    }

    private static ZkClient connect(StoreSettings settings, ZkConnection connection, Duration limit) {
        try {
            return new ZkClient(connection, (int) limit.toMillis(), new BytesPushThroughSerializer());
        } catch (ZkException e) {
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": no server answered within "
                            + limit.toMillis()
                            + " ms; check that one of them runs and can be reached, or set connect to a"
                            + " longer time",
                    e);
        }
    }
}
