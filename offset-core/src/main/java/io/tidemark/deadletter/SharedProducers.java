package io.tidemark.deadletter;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producers of one JVM, one for each configuration, shared by all tasks. A producer that no task has used for a
 * while is closed. All are closed when the JVM ends. Thread-safe.
 */
final class SharedProducers {

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private static final Map<Map<String, Object>, Shared> OPEN = new HashMap<>();
    private static boolean watched;

    private SharedProducers() {}

    /** A producer and the number of its users. */
    private static final class Shared {

        private final Producer<byte[], byte[]> producer;
        private int borrowers;
        private long idleSince;

        Shared(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }
    }

    static Producer<byte[], byte[]> borrow(Map<String, Object> settings) {
        synchronized (OPEN) {
            watch();
            Shared shared = OPEN.computeIfAbsent(
                    settings,
                    key -> new Shared(
                            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())));
            shared.borrowers++;
            return shared.producer;
        }
    }

    static void giveBack(Map<String, Object> settings, Producer<byte[], byte[]> producer) {
        synchronized (OPEN) {
            Shared shared = OPEN.get(settings);
            if (shared != null && shared.producer == producer) {
                shared.borrowers--;
                shared.idleSince = System.nanoTime();
            }
        }
    }

    /** Removes and closes a failed producer. After a fatal error, a producer refuses all records. */
    static void discard(Map<String, Object> settings, Producer<byte[], byte[]> producer) {
        synchronized (OPEN) {
            Shared shared = OPEN.get(settings);
            if (shared != null && shared.producer == producer) {
                OPEN.remove(settings);
            }
        }
        producer.close(Duration.ZERO);
    }

    private static void watch() {
        if (!watched) {
            watched = true;
            ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "dead-letter-producers");
                thread.setDaemon(true);
                return thread;
            });
            var unused = watch.scheduleWithFixedDelay(
                    () -> closeIdle(IDLE), IDLE.toMillis(), IDLE.toMillis() / 3, TimeUnit.MILLISECONDS);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeIdle(Duration.ZERO)));
        }
    }

    /** Closes the producers that were not in use for some time. */
    static void closeIdle(Duration idle) {
        synchronized (OPEN) {
            for (Iterator<Shared> all = OPEN.values().iterator(); all.hasNext(); ) {
                Shared shared = all.next();
                if (shared.borrowers == 0 && System.nanoTime() - shared.idleSince >= idle.toNanos()) {
                    all.remove();
                    shared.producer.close(CLOSE);
                }
            }
        }
    }
}
