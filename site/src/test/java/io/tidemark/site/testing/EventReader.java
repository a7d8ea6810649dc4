package io.tidemark.site.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A visitor that reads an event stream as a browser does. */
public final class EventReader implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final HttpResponse<InputStream> response;
    private final AtomicInteger snapshots = new AtomicInteger();
    private volatile String lastSnapshot = "";
    private volatile String lastStatus = "";
    private volatile String lastRefusal = "";
    private volatile boolean ended;

    /** Opens a stream of a view. */
    public EventReader(URI server, String query) {
        try {
            response = CLIENT.send(
                    HttpRequest.newBuilder(server.resolve("/api/events?" + query))
                            .build(),
                    BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no event stream", e);
        }
        Thread thread = new Thread(this::read, "event-reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ") && event.equals("snapshot")) {
                    lastSnapshot = line.substring(6);
                    snapshots.incrementAndGet();
                } else if (line.startsWith("data: ") && event.equals("unanswerable")) {
                    lastRefusal = line.substring(6);
                } else if (line.startsWith("data: ")) {
                    lastStatus = line.substring(6);
                }
            }
        } catch (IOException e) {
            lastStatus = "cut off: " + e.getMessage();
        }
        ended = true;
    }

    /** The HTTP status. */
    public int status() {
        return response.statusCode();
    }

    /** How many snapshots arrived. */
    public int snapshots() {
        return snapshots.get();
    }

    /** The snapshot that arrived last, as JSON; empty before the first. */
    public String lastSnapshot() {
        return lastSnapshot;
    }

    /** The status that arrived last, as JSON; empty before the first. */
    public String lastStatus() {
        return lastStatus;
    }

    /** The reason that arrived last why there are no numbers, as JSON; empty before the first. */
    public String lastRefusal() {
        return lastRefusal;
    }

    /** Whether the stream is over. */
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            ended = true;
        }
    }
}
