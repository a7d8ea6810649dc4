package io.tidemark.site;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page of a recharge job, served until it is closed. It can run beside other code in the JVM: its threads are
 * daemons, and it uses the JDK's own HTTP server.
 */
public final class SiteServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SiteServer.class);
    private static final int REQUEST_THREADS = 128;
    private static final int BACKLOG = 1024;
    private static final long WATCH_MILLIS = 50;

    static {
        // read once, when the JDK's server is first used: small events must not wait for an acknowledgement, and a
        // request that arrives byte by byte must not hold its connection without limit
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxReqTime", "10");
        setUnlessSet("sun.net.httpserver.maxReqHeaders", "100");
        setUnlessSet("sun.net.httpserver.maxReqHeaderSize", "32768");
    }

    private final HttpServer http;
    private final RequestThreads requests;
    private final ScheduledExecutorService watch;
    private final Readings readings;
    private final EventHub hub;
    private final URI uri;

    private SiteServer(SiteSettings settings, HttpServer http, InetAddress address, Assets assets) {
        this.http = http;
        this.uri = URI.create(
                "http://" + shown(settings.host()) + ":" + http.getAddress().getPort() + "/");
        this.requests = new RequestThreads(REQUEST_THREADS);
        this.watch = Executors.newSingleThreadScheduledExecutor(Threads.named("site-watch"));
        this.readings = new Readings(settings.readLimit());
        SnapshotReader reader = new SnapshotReader(settings);
        Health health = new Health(() -> readings.read(reader::writtenAt), settings);
        this.hub = new EventHub(reader, health, settings);
        VisitorCookie cookie = new VisitorCookie();
        http.createContext(
                "/",
                new SiteHandler(
                        requests,
                        new SiteHandler.Doors(
                                new HostCheck(address, settings.hostNames()),
                                new Clients(settings.trustedProxies()),
                                new LoginGuard(settings.password(), cookie, System::nanoTime),
                                cookie),
                        assets,
                        new Api(reader, readings, hub, settings),
                        () -> health.reply(hub.clients())));
    }

    private void serve() {
        http.setExecutor(requests);
        http.start();
        hub.start();
        var unused =
                watch.scheduleWithFixedDelay(requests::makeRoom, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Serves the page.
     *
     * @throws SiteException if the address cannot be listened on, is open to a network without a password, or the map
     *     cannot be read
     */
    public static SiteServer start(SiteSettings settings) {
        InetAddress address = address(settings);
        Assets assets = Assets.load(settings);
        SiteServer server = new SiteServer(settings, bind(settings, address), address, assets);
        server.serve();
        LOG.info("The page of group '{}' is at {}", settings.group(), server.uri);
        return server;
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

    private static HttpServer bind(SiteSettings settings, InetAddress address) {
        try {
            return HttpServer.create(new InetSocketAddress(address, settings.port()), BACKLOG);
        } catch (BindException e) {
            throw new SiteException(
                    "Cannot serve the page at " + settings.host() + ":" + settings.port() + ": " + e.getMessage()
                            + "; use another port, or 0 for a free one",
                    e);
        } catch (IOException e) {
            throw new SiteException(
                    "Cannot serve the page at " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
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
        http.stop(0);
        watch.shutdownNow();
        requests.close();
        readings.close();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
