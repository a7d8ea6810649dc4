package io.tidemark.site;

import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of a recharge job on a Jetty server, served until it is closed. Its threads are daemons. Thread-safe. */
public final class SiteServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SiteServer.class);

    private static final int MOST_THREADS = 128;
    private static final int MOST_CONNECTIONS = 10_000;

    /** Longer than {@link EventHub#HEARTBEAT}, so that no open stream is closed. */
    private static final long IDLE_MILLIS_AT_THE_LIMIT = 8_000;

    private static final long STOP_MILLIS = 500;

    private final Server server;
    private final Readings readings;
    private final AlarmWatch alarms;
    private final EventHub hub;
    private final URI uri;

    private SiteServer(SiteSettings settings, InetAddress address) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("site");
        threads.setDaemon(true);
        server = new Server(threads, new ScheduledExecutorScheduler("site-timer", true), null);
        readings = new Readings(settings.readLimit());
        SnapshotReader reader = new SnapshotReader(settings);
        Health health = new Health(() -> readings.read(reader::writtenAt), settings);
        alarms = new AlarmWatch(settings, readings);
        hub = new EventHub(reader, health, alarms::alarm, settings, threads);
        Routes routes = new Routes(
                Assets.load(server, settings),
                new Api(reader, readings, settings),
                () -> health.reply(hub.clients()),
                new EventHandler(hub, settings.regions()));
        AccessHandler access = new AccessHandler(
                routes.handler(),
                new HostCheck(address, settings.hostNames()),
                new Clients(settings.trustedProxies()),
                settings.password());
        server.setHandler(new GracefulHandler(compressed(access)));
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(STOP_MILLIS);
        ServerConnector connector = Connectors.of(server, settings);
        server.addConnector(connector);
        NetworkConnectionLimit limit = new NetworkConnectionLimit(MOST_CONNECTIONS, connector);
        limit.setEndPointIdleTimeout(IDLE_MILLIS_AT_THE_LIMIT);
        server.addBean(limit);
        start(settings, connector);
        uri = URI.create((settings.tls().isPresent() ? "https" : "http") + "://" + shown(settings.host()) + ":"
                + connector.getLocalPort() + "/");
    }

    /**
     * Serves the page.
     *
     * @throws SiteException if the address cannot be listened on, is open to a network without a password, or a file
     *     cannot be read
     */
    public static SiteServer start(SiteSettings settings) {
        SiteServer site = new SiteServer(settings, address(settings));
        site.hub.start();
        site.alarms.start(site.hub::clients);
        LOG.info("The page of group '{}' is at {}", settings.group(), site.uri);
        return site;
    }

    private static InetAddress address(SiteSettings settings) {
        try {
            InetAddress address = InetAddress.getByName(settings.host());
            if (!address.isLoopbackAddress() && settings.password().isEmpty()) {
                throw new SiteException("Cannot serve the page at " + settings.host() + ":" + settings.port()
                        + ": a network reaches that address and there is no password; set one, or use 127.0.0.1");
            }
            return address;
        } catch (UnknownHostException e) {
            throw new SiteException(
                    "Cannot serve the page at " + settings.host() + ":" + settings.port()
                            + ": the host is unknown; use an address of this machine",
                    e);
        }
    }

    private void start(SiteSettings settings, ServerConnector connector) {
        String failed = "Cannot serve the page at " + settings.host() + ":" + settings.port() + ": ";
        try {
            connector.open();
            server.start();
        } catch (Exception e) {
            close();
            if (e.getCause() instanceof BindException cause) {
                throw new SiteException(failed + cause.getMessage() + "; use another port, or 0 for a free one", e);
            }
            throw new SiteException(failed + e.getMessage(), e);
        }
    }

    private static CompressionHandler compressed(AccessHandler handler) {
        CompressionHandler compression = new CompressionHandler(handler);
        compression.putCompression(new GzipCompression());
        compression.putConfiguration(
                "/*",
                CompressionConfig.builder()
                        .compressIncludeMethod("GET")
                        .compressIncludeMimeType("text/html")
                        .compressIncludeMimeType("text/css")
                        .compressIncludeMimeType("text/javascript")
                        .compressIncludeMimeType("image/svg+xml")
                        .compressIncludeMimeType("application/json")
                        .build());
        return compression;
    }

    /** An address that a browser on this machine can open. */
    private static String shown(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** The address of the page. */
    public URI uri() {
        return uri;
    }

    /** Ends the open event streams and stops listening. Returns within about a second. */
    @Override
    public void close() {
        hub.close();
        alarms.close();
        try {
            server.stop();
        } catch (TimeoutException e) {
            LOG.debug("Some clients had not read their responses when the server stopped", e);
        } catch (Exception e) {
            LOG.warn("Cannot stop the server of the page gracefully", e);
        }
        readings.close();
    }
}
