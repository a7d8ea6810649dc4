package io.tidemark.recharge.demo;

import io.tidemark.recharge.generate.LiveLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a live log to the topic at a steady rate, until it is closed. */
final class LiveTraffic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveTraffic.class);

    private static final Duration CLOSE = Duration.ofSeconds(10);
    /** Enough to fill all panels in the first minute, and written within seconds. */
    private static final int MOST_BEFORE_NOW = 100;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Duration stepBeforeNow;
    private final Duration step;
    private final Instant began = Instant.now();
    private final SteppingClock clock;
    private final LiveLog log;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param kafka the settings of Kafka's clients
     * @param rate records per second
     * @param from the start of the log; records between it and now are written at full speed, and are fewer
     */
    LiveTraffic(Map<String, Object> kafka, String topic, int rate, long seed, String preset, Instant from) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.step = Duration.ofNanos(1_000_000_000L / rate);
        this.stepBeforeNow = Duration.ofNanos(1_000_000_000L / Math.min(rate, MOST_BEFORE_NOW));
        this.clock = new SteppingClock(from);
        this.log = new LiveLog(seed, preset, clock);
        this.thread = new Thread(this::write, "generator");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE);
    }

    private void write() {
        while (!closed) {
            Duration ahead = Duration.between(Instant.now(), clock.instant());
            if (ahead.compareTo(Duration.ZERO) > 0) {
                LockSupport.parkNanos(ahead.toNanos());
            } else {
                var unused = producer.send(new ProducerRecord<>(topic, log.next()), (sent, failure) -> {
                    if (failure != null) {
                        LOG.warn("A generated record was not written to the topic; the generator continues", failure);
                    }
                });
                clock.advance(clock.instant().isBefore(began) ? stepBeforeNow : step);
            }
        }
        producer.flush();
    }

    /** A clock that advances with every record. */
    private static final class SteppingClock extends Clock {

        private volatile Instant now;

        SteppingClock(Instant start) {
            now = start;
        }

        void advance(Duration step) {
            now = now.plus(step);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
