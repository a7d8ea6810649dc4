package io.tidemark.site.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hostile clients of one page, all at once: bad parameters, half-open connections, streams that are never read,
 * password guesses and floods of readings. Every kind comes from an address of its own on this machine.
 */
public final class Attackers implements AutoCloseable {

    private static final List<String> BAD_PATHS = List.of(
            "/api/events?period=1800-01-01",
            "/api/snapshot?from=+999999999-12-31",
            "/api/report?period=all&period=all",
            "/api/dimension?name=%00",
            "/api/snapshot?" + "a=1&".repeat(400),
            "/api/snapshot?city=%zz",
            "/assets/../../etc/passwd",
            "/" + "x".repeat(4_000));

    private final URI server;
    private final String password;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final List<Socket> held = new ArrayList<>();

    /** @param password the right password: only the guesses are wrong ones */
    public Attackers(URI server, String password) {
        this.server = server;
        this.password = password;
    }

    /** Begins; {@link #close} ends it. */
    public Attackers start() {
        repeat(5, () -> badRequest("127.0.0.2"));
        repeat(2, () -> guess("127.0.0.3"));
        repeat(10, () -> hold("half-open", "127.0.0.4", "GET / HTTP/1.1\r\nHost: localhost\r\n"));
        repeat(
                10,
                () -> hold(
                        "body missing",
                        "127.0.0.4",
                        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"));
        repeat(20, () -> hold("stream", "127.0.0.5", authorized("/api/events?from=" + someMinute())));
        repeat(20, () -> hold("stream", "127.0.0.6", authorized("/api/events?period=today")));
        repeat(20, () -> exchange("reading", "127.0.0.7", authorized("/api/report?period=all")));
        repeat(
                20,
                () -> exchange(
                        "health",
                        "127.0.0.8",
                        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        repeat(500, this::releaseHalf);
        return this;
    }

    /** How many attempts of each kind there were, and which answers they got. */
    public Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    private void badRequest(String from) throws IOException {
        String path = BAD_PATHS.get(Math.floorMod(System.nanoTime() >>> 4, BAD_PATHS.size()));
        exchange("bad request", from, authorized(path));
    }

    private void guess(String from) throws IOException {
        exchange("guess", from, request("/", "guess " + System.nanoTime()));
    }

    private void exchange(String kind, String from, String request) throws IOException {
        try (Socket socket = RawHttp.connect(server, from)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes(12);
            count(kind + " " + new String(status, StandardCharsets.US_ASCII).replace("HTTP/1.1 ", ""));
        }
    }

    private void hold(String kind, String from, String request) throws IOException {
        Socket socket = RawHttp.connect(server, from);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        count(kind);
        synchronized (held) {
            if (threads.isShutdown()) {
                socket.close();
            } else {
                held.add(socket);
            }
        }
    }

    /** The machine has fewer file descriptors than an attacker has time. */
    private void releaseHalf() throws IOException {
        List<Socket> oldest;
        synchronized (held) {
            if (held.size() < 1_000) {
                return;
            }
            oldest = List.copyOf(held.subList(0, held.size() / 2));
            held.removeAll(oldest);
        }
        for (Socket socket : oldest) {
            socket.close();
        }
    }

    private String authorized(String path) {
        return request(path, password);
    }

    private static String request(String path, String guess) {
        String basic = Base64.getEncoder().encodeToString(("a:" + guess).getBytes(StandardCharsets.UTF_8));
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic " + basic
                + "\r\n\r\n";
    }

    private static String someMinute() {
        long minute = System.nanoTime() / 1_000 % 50_000;
        return "2026-%02d-%02dT%02d:%02d"
                .formatted(1 + minute / 40_320 % 2, 1 + minute / 1_440 % 28, minute / 60 % 24, minute % 60);
    }

    private void repeat(long millis, Attempt attempt) {
        Runnable again = () -> {
            try {
                attempt.run();
            } catch (IOException e) {
                count("refused or cut: " + e.getClass().getSimpleName());
            }
        };
        var unused = threads.scheduleWithFixedDelay(again, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void count(String kind) {
        counts.computeIfAbsent(kind, key -> new LongAdder()).increment();
    }

    private interface Attempt {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        synchronized (held) {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }
}
