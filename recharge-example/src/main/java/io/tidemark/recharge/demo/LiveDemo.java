package io.tidemark.recharge.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the demo with a generator and the page, until it is stopped. */
public final class LiveDemo {

    /** A new demo begins with past records, so that the page shows data from the start. */
    private static final Duration PAST = Duration.ofMinutes(60);

    private static final String PAGE_LOG = "page.log";

    private LiveDemo() {}

    /**
     * Runs the demo until the job fails or the process is asked to end.
     *
     * @param port the port of the page
     * @param rate records per second
     * @param seed the seed of the log
     * @param ready receives the page's address when the page has data
     * @throws DemoException if the port is in use, or the data directory cannot be used
     * @throws InterruptedException if the thread is interrupted; the demo is ended
     */
    public static void run(DemoOptions options, int port, int rate, long seed, Consumer<URI> ready)
            throws InterruptedException {
        requireFree(port);
        try (Demo demo = Demo.start(options)) {
            new LoadNote(demo.directory().path()).requireComplete();
            PageProcess page = demo.added(PageProcess.start(
                    Map.of(
                            "group", demo.config().group(),
                            "preset", demo.config().preset(),
                            "redis.url", demo.config().redis().url().toString(),
                            "site.port", String.valueOf(port)),
                    demo.directory().path().resolve(PAGE_LOG)));
            demo.added(traffic(demo, options, rate, seed)).start();
            ready.accept(page.uri());
            demo.job().awaitTermination();
        }
    }

    private static LiveTraffic traffic(Demo demo, DemoOptions options, int rate, long seed) {
        long written = demo.ends().values().stream().mapToLong(Long::longValue).sum();
        Instant from = written == 0 ? Instant.now().minus(PAST) : Instant.now();
        // other records than the existing ones, but the same again for the same seed and past
        return new LiveTraffic(demo.kafka(), Demo.TOPIC, rate, seed + written, options.preset(), from);
    }

    /** Checks the port before the servers are started. */
    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new DemoException(
                    "Cannot serve the page at port " + port + ": " + e.getMessage()
                            + "; end the program that uses it, or choose another with --port",
                    e);
        }
    }
}
