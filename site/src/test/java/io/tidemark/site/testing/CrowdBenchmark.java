package io.tidemark.site.testing;

import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Many visitors of one page: how long after its batch a snapshot has reached them, while some of them never read.
 * {@code java … CrowdBenchmark [clients] [never reading] [minutes]}; the server runs in this process, whose heap and
 * threads are printed each minute. Snapshots are told apart by their number of orders, which every batch changes.
 */
public final class CrowdBenchmark {

    private static final Duration BATCH = Duration.ofSeconds(1);
    private static final int HISTORY_MINUTES = 180;
    private static final byte[] ORDERS = "\"overall\":{\"orders\":".getBytes(StandardCharsets.US_ASCII);

    private CrowdBenchmark() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        int clients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int deaf = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        int minutes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        RegionTable regions = RegionTable.preset("guangdong");
        MetricsInMemory metrics = new MetricsInMemory();
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        for (int minute = HISTORY_MINUTES; minute > 0; minute--) {
            String time = begin.minus(minute, ChronoUnit.MINUTES).toString();
            regions.codes().forEach(code -> metrics.write(Orders.succeeded(time, code, 30, 1000, 2000)));
        }
        long before = HISTORY_MINUTES * 30L * regions.codes().size();
        // every batch makes one order: their number tells when it was written
        long[] writtenNanos = new long[minutes * 60 + 600];
        try (SiteServer server = SiteServer.start(SiteSettings.of(metrics, MetricsInMemory.GROUP, regions)
                        .withPort(0)
                        .withMaxStreamsPerClient(clients + deaf)
                        .withTick(Duration.ofMillis(250)));
                Crowd crowd = new Crowd(server.uri(), clients, deaf)) {
            var writer = Executors.newSingleThreadScheduledExecutor();
            int[] batch = {0};
            var unused = writer.scheduleAtFixedRate(
                    () -> {
                        int number = ++batch[0];
                        synchronized (writtenNanos) {
                            writtenNanos[number] = System.nanoTime();
                        }
                        metrics.write(Orders.succeeded(
                                Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(), "755", 1, 1000, 2000));
                    },
                    BATCH.toMillis(),
                    BATCH.toMillis(),
                    TimeUnit.MILLISECONDS);
            System.out.println("minute  snapshots  p50 ms  p99 ms  max ms  heap MB  threads  open");
            for (int minute = 1; minute <= minutes; minute++) {
                long[] delays = crowd.readFor(Duration.ofMinutes(1), count -> {
                    synchronized (writtenNanos) {
                        return writtenNanos[(int) (count - before)];
                    }
                });
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                System.out.printf(
                        Locale.ROOT,
                        "%6d  %9d  %6.1f  %6.1f  %6.1f  %7.1f  %7d  %4d%n",
                        minute,
                        delays.length,
                        delays[delays.length / 2] / 1e6,
                        delays[(int) (delays.length * 0.99)] / 1e6,
                        delays[delays.length - 1] / 1e6,
                        (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
                        Thread.activeCount(),
                        crowd.open());
            }
            writer.shutdownNow();
        }
    }

    private interface WrittenAt {
        long nanos(long orders);
    }

    /** All clients on one thread, so that what is measured is the server. */
    private static final class Crowd implements AutoCloseable {

        private final Selector selector = Selector.open();
        private final List<SocketChannel> all = new ArrayList<>();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        private int open;

        Crowd(URI server, int clients, int deaf) throws IOException {
            for (int i = 0; i < clients + deaf; i++) {
                SocketChannel channel = SocketChannel.open();
                all.add(channel);
                if (i >= clients) {
                    channel.socket().setReceiveBufferSize(4096);
                }
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
                channel.write(StandardCharsets.US_ASCII.encode("GET /api/events?period=all HTTP/1.1\r\nHost: 127.0.0.1:"
                        + server.getPort() + "\r\nAccept: text/event-stream\r\n\r\n"));
                if (i < clients) {
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ, new Reader());
                    open++;
                }
            }
        }

        int open() {
            return open;
        }

        long[] readFor(Duration span, WrittenAt writtenAt) throws IOException {
            long end = System.nanoTime() + span.toNanos();
            long[] delays = new long[1024];
            int count = 0;
            while (System.nanoTime() < end) {
                selector.select(100);
                long now = System.nanoTime();
                for (SelectionKey key : selector.selectedKeys()) {
                    long seen = read(key);
                    if (seen >= 0) {
                        long written = writtenAt.nanos(seen);
                        if (written != 0) {
                            delays = count == delays.length ? Arrays.copyOf(delays, 2 * count) : delays;
                            delays[count++] = now - written;
                        }
                    }
                }
                selector.selectedKeys().clear();
            }
            long[] sorted = Arrays.copyOf(delays, count);
            Arrays.sort(sorted);
            return sorted;
        }

        /** The orders of the last snapshot that arrived just now, or -1. */
        private long read(SelectionKey key) throws IOException {
            SocketChannel channel = (SocketChannel) key.channel();
            buffer.clear();
            int length = channel.read(buffer);
            if (length < 0) {
                open--;
                key.cancel();
                return -1;
            }
            buffer.flip();
            return ((Reader) key.attachment()).read(buffer);
        }

        @Override
        public void close() throws IOException {
            selector.close();
            for (SocketChannel channel : all) {
                channel.close();
            }
        }
    }

    /** Finds the number of orders in what arrives, in whatever pieces. */
    private static final class Reader {

        private int matched;
        private long number;

        long read(ByteBuffer bytes) {
            long found = -1;
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                if (matched == ORDERS.length) {
                    if (next >= '0' && next <= '9') {
                        number = number * 10 + next - '0';
                        continue;
                    }
                    found = number;
                    number = 0;
                    matched = 0;
                }
                matched = next == ORDERS[matched] ? matched + 1 : next == ORDERS[0] ? 1 : 0;
            }
            return found;
        }
    }
}
