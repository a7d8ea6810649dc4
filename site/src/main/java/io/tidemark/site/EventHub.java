package io.tidemark.site;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every open page up to date with one reading per tick for all of them, and none if no stream is open. A snapshot
 * is sent when it differs from the previous one. A status is sent at every heartbeat, so that a page notices a dead
 * connection.
 */
final class EventHub implements AutoCloseable {

    /** How often each client gets a status, even if nothing has changed. */
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** If a reading takes longer, the source counts as unavailable. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long WATCH_MILLIS = 50;

    private static final byte[] EVICTED = event("evicted", "{}");

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

    private final SnapshotReader reader;
    private final Health health;
    private final SiteSettings settings;
    private final Supplier<Optional<Alarm>> alarm;
    private final Clock clock;
    private final Executor threads;
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(Threads.named("site-reader"));
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(Threads.named("site-beat"));

    private final Object lock = new Object();
    private final Map<View, Feed> feeds = new HashMap<>();
    private final Map<StreamSlots.Slot, EventClient> clients = new HashMap<>();
    private final StreamSlots slots;
    private boolean closed;
    private boolean read;
    private boolean away;
    private OptionalLong readingSince = OptionalLong.empty();
    private Optional<Instant> writtenAt = Optional.empty();

    /**
     * @param alarm the current alarm
     * @param threads start the writes to the clients
     */
    EventHub(
            SnapshotReader reader,
            Health health,
            Supplier<Optional<Alarm>> alarm,
            SiteSettings settings,
            Executor threads) {
        this.reader = reader;
        this.health = health;
        this.settings = settings;
        this.alarm = alarm;
        this.clock = settings.clock();
        this.threads = threads;
        this.slots = new StreamSlots(settings.maxStreams(), settings.maxStreamsPerClient());
    }

    void start() {
        // an operator sees at once that the metrics cannot be read, and not when the first visitor comes
        ticks.execute(health::refresh);
        repeat(ticks, this::tick, settings.tick().toMillis());
        repeat(beats, this::beat, HEARTBEAT.toMillis());
        repeat(beats, this::watch, WATCH_MILLIS);
    }

    private static void repeat(ScheduledExecutorService schedule, Runnable task, long millis) {
        // a scheduler drops a task that throws
        Runnable again = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("Cannot update the open pages; retrying in {} ms", millis, e);
            }
        };
        var unused = schedule.scheduleWithFixedDelay(again, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** The number of open streams. */
    int clients() {
        synchronized (lock) {
            return slots.count();
        }
    }

    /**
     * Opens an event stream if the limits allow one more of this client.
     *
     * @param response gives the response with its headers
     * @param exchange completed when the stream has ended
     * @return whether the stream is open; otherwise nothing was sent
     */
    boolean open(Client client, View view, Supplier<? extends Content.Sink> response, Callback exchange) {
        Optional<StreamSlots.Slot> slot = takeSlot(client, view);
        slot.ifPresent(taken -> attach(taken, new EventClient(response.get(), threads, () -> leave(taken), exchange)));
        return slot.isPresent();
    }

    private Optional<StreamSlots.Slot> takeSlot(Client client, View view) {
        synchronized (lock) {
            if (closed) {
                return Optional.empty();
            }
            StreamSlots.Admission admission = slots.admit(client, view);
            admission.evicted().forEach(evicted -> {
                Optional.ofNullable(clients.get(evicted)).ifPresent(open -> open.close(EVICTED));
                forget(evicted);
            });
            return admission.slot();
        }
    }

    private void attach(StreamSlots.Slot slot, EventClient client) {
        synchronized (lock) {
            if (closed || !slots.isTaken(slot)) {
                client.close(EVICTED);
                return;
            }
            clients.put(slot, client);
            Feed feed = feeds.computeIfAbsent(slot.view(), view -> new Feed());
            feed.clients.add(client);
            client.offerStatus(status());
            if (feed.last.isPresent()) {
                client.offerSnapshot(event(feed.last.get()));
            } else {
                // the first stream of its view does not wait for the next tick
                ticks.execute(this::tick);
            }
        }
    }

    private void leave(StreamSlots.Slot slot) {
        synchronized (lock) {
            slots.leave(slot);
            forget(slot);
        }
    }

    private void forget(StreamSlots.Slot slot) {
        EventClient client = clients.remove(slot);
        Feed feed = feeds.get(slot.view());
        if (feed != null && client != null) {
            feed.clients.remove(client);
            if (feed.clients.isEmpty()) {
                feeds.remove(slot.view());
            }
        }
    }

    private void tick() {
        List<View> views;
        synchronized (lock) {
            views = List.copyOf(feeds.keySet());
            if (views.isEmpty() || closed) {
                return;
            }
            readingSince = OptionalLong.of(System.nanoTime());
        }
        try {
            publish(reader.read(views));
        } catch (RuntimeException e) {
            sourceIsAway(String.valueOf(e.getMessage()));
        } catch (Error e) {
            LOG.error("Cannot read the metrics of group '{}'", settings.group(), e);
            throw e;
        } finally {
            synchronized (lock) {
                readingSince = OptionalLong.empty();
            }
        }
    }

    private void publish(Map<View, ViewAnswer> answers) {
        synchronized (lock) {
            Optional<Instant> written = answers.values().stream()
                    .flatMap(answer ->
                            answer instanceof Snapshot snapshot ? snapshot.writtenAt().stream() : Stream.empty())
                    .findFirst()
                    .or(() -> writtenAt);
            health.readAt(written);
            if (!read || away || !written.equals(writtenAt)) {
                read = true;
                away = false;
                writtenAt = written;
                tell();
            }
            answers.forEach((view, answer) -> {
                Feed feed = feeds.get(view);
                if (feed != null && !feed.shows(answer)) {
                    feed.last = Optional.of(answer);
                    byte[] event = event(answer);
                    feed.clients.forEach(client -> client.offerSnapshot(event));
                }
            });
        }
    }

    private void sourceIsAway(String reason) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            health.away(reason);
            if (!away) {
                away = true;
                tell();
            }
        }
    }

    private void beat() {
        synchronized (lock) {
            tell();
        }
    }

    private void watch() {
        boolean overdue;
        synchronized (lock) {
            overdue = readingSince.isPresent() && System.nanoTime() - readingSince.getAsLong() > PATIENCE.toNanos();
        }
        if (overdue) {
            sourceIsAway("no answer for " + PATIENCE.toSeconds() + " s");
        }
    }

    private void tell() {
        byte[] event = status();
        feeds.values().forEach(feed -> feed.clients.forEach(client -> client.offerStatus(event)));
    }

    private byte[] status() {
        String json = "{\"now\":\"" + clock.instant() + "\",\"source\":\"" + source()
                + "\",\"writtenAt\":"
                + writtenAt.map(at -> "\"" + at + "\"").orElse("null") + ",\"alarm\":"
                + alarm.get().map(raised -> raised.tree().toString()).orElse("null") + "}";
        return event("status", json);
    }

    /** Unread until the first reading has ended. */
    private String source() {
        return away ? "away" : read ? "ok" : "unread";
    }

    private byte[] event(ViewAnswer answer) {
        return answer instanceof Snapshot snapshot
                ? event("snapshot", snapshot.json(clock.instant()))
                : event("unanswerable", "{\"error\":" + Json.quoted(((ViewAnswer.Unanswerable) answer).reason()) + "}");
    }

    private static byte[] event(String name, String json) {
        return ("event: " + name + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        List<EventClient> open;
        synchronized (lock) {
            closed = true;
            open = List.copyOf(clients.values());
        }
        ticks.shutdownNow();
        beats.shutdownNow();
        open.forEach(EventClient::close);
    }

    private static final class Feed {
        private final Set<EventClient> clients = new HashSet<>();
        private Optional<ViewAnswer> last = Optional.empty();

        /** Whether an answer has the same numbers; the status holds the time of the last batch. */
        boolean shows(ViewAnswer answer) {
            return last.map(shown -> (shown instanceof Snapshot before && answer instanceof Snapshot now)
                            ? before.content().equals(now.content())
                            : shown.equals(answer))
                    .orElse(false);
        }
    }
}
