package io.tidemark.cli.exporter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.cli.output.CommandException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Answers requests for the numbers over HTTP. It has a few threads; more clients than that wait. */
final class ExporterServer implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final String SECONDS = "15";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ScrapeCache numbers;

    private ExporterServer(HttpServer server, ThreadPoolExecutor threads, ScrapeCache numbers) {
        this.server = server;
        this.threads = threads;
        this.numbers = numbers;
    }

    /** Starts a server; port 0 takes a free one. */
    static ExporterServer start(String host, int port, ScrapeCache numbers) {
        // a client that sends or reads nothing must not occupy a thread
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", SECONDS);
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw CommandException.usage("Cannot listen at --host " + host + ": there is no such host; give an address"
                    + " of this machine, or 0.0.0.0 for all of them");
        }
        try {
            HttpServer server = HttpServer.create(address, WAITING);
            ThreadPoolExecutor threads = new ThreadPoolExecutor(
                    THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(WAITING), work -> {
                        Thread thread = new Thread(work, "tidemark-exporter");
                        thread.setDaemon(true);
                        return thread;
                    });
            ExporterServer started = new ExporterServer(server, threads, numbers);
            server.setExecutor(threads);
            server.createContext("/", started::answer);
            server.start();
            return started;
        } catch (IOException e) {
            throw CommandException.usage("Cannot listen at " + host + ":" + port + ": " + e.getMessage()
                    + "; stop the program that uses the port, or give another --port or --host");
        }
    }

    /** The address of the numbers. */
    String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getHostString();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/metrics";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, "text/plain", "Only GET and HEAD are allowed\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> send(exchange, 200, PrometheusText.CONTENT_TYPE, numbers.text());
                case "/livez" -> send(exchange, 200, "text/plain", "ok\n");
                case "/" -> send(exchange, 200, "text/plain", "Tidemark exporter: see /metrics\n");
                default -> send(exchange, 404, "text/plain", "Not found: see /metrics\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            send(exchange, 500, "text/plain", e.getMessage() + "\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
