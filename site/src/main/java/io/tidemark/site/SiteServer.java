package io.tidemark.site;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page of a recharge job, served until it is closed. It runs beside anything else in the JVM: its threads are daemons
 * and it uses the JDK's own HTTP server.
 */
public final class SiteServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SiteServer.class);
    private static final int REQUEST_THREADS = 16;
    private static final int BACKLOG = 256;

    static {
        // read once, when the JDK's server is first used: small events must not wait for an acknowledgement, and who
        // sends a request byte by byte must not hold a thread for ever
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxReqTime", "10");
    }

    private final HttpServer http;
    private final ExecutorService requests;
    private final EventHub hub;
    private final URI uri;

    private SiteServer(HttpServer http, ExecutorService requests, EventHub hub, URI uri) {
        this.http = http;
        this.requests = requests;
        this.hub = hub;
        this.uri = uri;
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
        HttpServer http = bind(settings, address);
        SnapshotReader reader = new SnapshotReader(settings);
        EventHub hub = new EventHub(reader, settings);
        ExecutorService requests = Executors.newFixedThreadPool(REQUEST_THREADS, Threads.named("site-request"));
        http.createContext(
                "/",
                new SiteHandler(
                        new HostCheck(address, settings.hostNames()),
                        new BasicAuth(settings.password()),
                        assets,
                        new Api(reader, hub, settings)));
        http.setExecutor(requests);
        http.start();
        hub.start();
        SiteServer server = new SiteServer(
                http,
                requests,
                hub,
                URI.create("http://" + shown(settings.host()) + ":"
                        + http.getAddress().getPort() + "/"));
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

    /** An address that a browser on this machine opens. */
    private static String shown(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** Where the page is. */
    public URI uri() {
        return uri;
    }

    /** Ends the open event streams and stops listening. Returns within about a second. */
    @Override
    public void close() {
        hub.close();
        http.stop(0);
        requests.shutdownNow();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
