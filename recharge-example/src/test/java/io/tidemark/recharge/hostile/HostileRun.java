package io.tidemark.recharge.hostile;

import com.typesafe.config.ConfigFactory;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.demo.PageProcess;
import io.tidemark.recharge.generate.LiveLog;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.load.TopicAccess;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.recharge.servers.LocalServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import redis.clients.jedis.RedisClient;

/**
 * Writes hostile records and good ones into the topic of a running job, while a visitor watches the page, and compares
 * the result with the reference implementation. The job runs with the settings that limit the memory of Redis.
 *
 * <p>As a program it prints the figures. Arguments: how many hostile records, and the seed.
 */
public final class HostileRun {

    private static final String TOPIC = "recharge-log";
    private static final int PARTITIONS = 6;
    private static final int HOSTILE_FOR_EACH_GOOD = 10;
    private static final Duration RETAINED = Duration.ofDays(31);
    private static final String AHEAD = "dictionary.plausible.starts-ahead";

    private final long hostile;
    private final long seed;
    private final Duration limit;

    /** @param limit how long the job may take for all records */
    HostileRun(long hostile, long seed, Duration limit) {
        this.hostile = hostile;
        this.seed = seed;
        this.limit = limit;
    }

    /** Runs with the given numbers. */
    public static void main(String[] arguments) throws Exception {
        long hostile = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 16;
        Result result = new HostileRun(hostile, seed, Duration.ofHours(2)).run();
        System.out.println(result);
        System.exit(result.isExact() && result.visitorFailures() == 0 ? 0 : 1);
    }

    Result run() throws Exception {
        Path folder = Files.createTempDirectory("recharge-hostile-");
        List<Process> processes = new ArrayList<>();
        try (LocalServers servers = LocalServers.start(StoreType.KAFKA, server -> ServerOptions.temporary())) {
            servers.kafka().createTopic(TOPIC, PARTITIONS);
            int port = freePort();
            Path file = config(servers, folder, port);
            RechargeConfig config = ConfigFiles.read(Optional.of(file), Map.of(), Map.of());
            processes.add(start(folder, "job", file));
            processes.add(page(folder, file));
            Visitor visitor = new Visitor(port);
            try (MetricsConnection metrics = MetricsConnection.open(config.redis());
                    RedisClient redis =
                            RedisClient.create(URI.create(servers.redis().uri()))) {
                ReferenceCount reference = reference();
                visitor.awaitPage();
                long good = write(servers.kafka().bootstrapServers(), reference);
                RechargeReport want = reference.report(config.group());
                long peak = awaitRead(
                        processes, metrics, config, redis, want.records().read(), folder);
                RechargeReport got = report(metrics, config);
                Result result = new Result(
                        hostile,
                        good,
                        want,
                        got,
                        deadLetters(servers.kafka().bootstrapServers(), config.deadLetterTopic()),
                        peak,
                        redis.dbSize(),
                        restarts(folder),
                        visitor.reads(),
                        visitor.failures(),
                        visitor.longestMillis());
                visitor.close();
                return result;
            }
        } finally {
            for (Process process : processes) {
                process.destroy();
                process.waitFor(1, TimeUnit.MINUTES);
            }
        }
    }

    private static ReferenceCount reference() {
        return new ReferenceCount(ReferenceRules.of(ConfigFactory.parseString("plausible.starts-ahead = 1d")
                .withFallback(TagDictionary.presetConfig("guangdong"))));
    }

    private long write(String bootstrap, ReferenceCount reference) throws IOException {
        HostileRecords records = new HostileRecords(seed);
        LiveLog live = new LiveLog(seed, "guangdong", Clock.systemUTC());
        AtomicReference<Exception> failure = new AtomicReference<>();
        long good = 0;
        long written = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (long number = 0; number < hostile; number++) {
                byte[][] both = number % HOSTILE_FOR_EACH_GOOD == 0
                        ? new byte[][] {records.next(), live.next()}
                        : new byte[][] {records.next()};
                good += both.length - 1;
                for (byte[] record : both) {
                    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
                    reference.add(record, record.length, now);
                    var unused = producer.send(
                            new ProducerRecord<>(
                                    TOPIC, (int) (written++ % PARTITIONS), now.toEpochMilli(), null, record),
                            (metadata, problem) -> {
                                if (problem != null) {
                                    failure.set(problem);
                                }
                            });
                }
            }
        }
        if (failure.get() != null) {
            throw new IOException("Cannot write hostile records", failure.get());
        }
        return good;
    }

    /** Waits until all records are read, and returns the largest memory of Redis meanwhile. */
    private long awaitRead(
            List<Process> processes,
            MetricsConnection metrics,
            RechargeConfig config,
            RedisClient redis,
            long records,
            Path folder)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long peak = 0;
        while (recordsRead(metrics, config) < records) {
            peak = Math.max(peak, usedMemory(redis));
            if (System.nanoTime() > deadline || processes.stream().anyMatch(process -> !process.isAlive())) {
                throw new IllegalStateException("The job has not read all " + records + " records within " + limit
                        + ", or a process has ended; the logs are in " + folder);
            }
            processes.get(0).waitFor(1, TimeUnit.SECONDS);
        }
        return Math.max(peak, usedMemory(redis));
    }

    private static long recordsRead(MetricsConnection metrics, RechargeConfig config) {
        MetricQuery.Totals read = new MetricQuery.Totals(RechargeMetrics.RECORDS_READ, Period.all());
        return metrics.reader().read(new GroupId(config.group()), List.of(read)).totals(read).values().stream()
                .mapToLong(value -> value instanceof MetricValue.Sum sum ? sum.value() : 0)
                .sum();
    }

    private static RechargeReport report(MetricsConnection metrics, RechargeConfig config) {
        return new ReportReader(metrics.reader())
                .read(new GroupId(config.group()), config.dictionary().regions(), Period.all());
    }

    private static long usedMemory(RedisClient redis) {
        return redis.info("memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    private static long deadLetters(String bootstrap, String topic) {
        try (TopicAccess access = new TopicAccess(Map.of("bootstrap.servers", bootstrap))) {
            return access.ends(topic).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static long restarts(Path folder) throws IOException {
        try (var lines = Files.lines(folder.resolve("job.log"))) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).contains("restart"))
                    .count();
        }
    }

    private static Path config(LocalServers servers, Path folder, int port) throws IOException {
        Map<String, String> settings = new TreeMap<>(servers.settings());
        settings.put("kafka.topic", TOPIC);
        settings.put("job.master", "local[2]");
        settings.put("job.max-records-per-batch", "50000");
        settings.put("redis.max-write-size", "10000"); // splits batches, which must not repeat dead letters
        settings.put("redis.retain-minutes", RETAINED.toDays() + "d");
        settings.put("redis.retain-hours", "400d");
        settings.put("redis.retain-days", "400d");
        settings.put(AHEAD, "1d");
        settings.put("site.port", String.valueOf(port));
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append(" = \"").append(value).append("\"\n"));
        return Files.writeString(folder.resolve("hostile.conf"), text);
    }

    private static Process start(Path folder, String command, Path config) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .toList());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.addAll(List.of("io.tidemark.recharge.cli.Recharge", command, "--config", config.toString()));
        return start(folder, command, line);
    }

    private static Process page(Path folder, Path config) throws IOException {
        Path page = Path.of("..", "..", "site", "target");
        return start(folder, "site", PageProcess.command(page, List.of("--config", config.toString())));
    }

    private static Process start(Path folder, String name, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * The result of a run.
     *
     * @param want the report of the reference implementation
     * @param got the report of the job
     * @param deadLetters how many records are in the dead-letter topic
     * @param redisBytes the largest memory of Redis
     * @param redisKeys how many keys Redis holds at the end
     * @param restarts how often the job's log mentions a restart
     * @param visitorReads how many snapshots the visitor has read
     * @param visitorFailures how many requests failed
     * @param longestMillis the longest request
     */
    record Result(
            long hostile,
            long good,
            RechargeReport want,
            RechargeReport got,
            long deadLetters,
            long redisBytes,
            long redisKeys,
            long restarts,
            long visitorReads,
            long visitorFailures,
            long longestMillis) {

        /** Whether the totals, and all minutes that are still kept, are those of the reference implementation. */
        boolean isExact() {
            Instant kept = Instant.now().minus(RETAINED).plus(Duration.ofDays(1));
            return want.records().equals(got.records())
                    && want.overall().equals(got.overall())
                    && want.cities().equals(got.cities())
                    && kept(want, kept).equals(kept(got, kept))
                    && deadLetters == want.records().rejected();
        }

        private static List<RechargeReport.Minute> kept(RechargeReport report, Instant from) {
            return report.minutes().stream()
                    .filter(minute -> minute.minute().isAfter(from))
                    .toList();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d hostile and %,d good records: %s%n%s%ndead letters %,d, Redis at most %.1f MB with %,d keys, "
                            + "restarts %d%npage: %,d snapshots, %d failures, longest %,d ms",
                    hostile,
                    good,
                    isExact() ? "exact" : "NOT EXACT, wanted " + want.records() + " " + want.overall(),
                    got.records() + " " + got.overall(),
                    deadLetters,
                    redisBytes / 1e6,
                    redisKeys,
                    restarts,
                    visitorReads,
                    visitorFailures,
                    longestMillis);
        }
    }

    /** Reads the page's data again and again. */
    private static final class Visitor implements AutoCloseable {

        private static final Duration PATIENCE = Duration.ofSeconds(60);

        private final HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        private final HttpRequest request;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Thread thread = new Thread(this::visit, "visitor");
        private final AtomicLong reads = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();
        private volatile long longestNanos;

        Visitor(int port) {
            request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/snapshot?period=today"))
                    .timeout(PATIENCE)
                    .build();
            thread.setDaemon(true);
        }

        void awaitPage() throws InterruptedException {
            long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
            while (!answers()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The page does not answer at " + request.uri());
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
            thread.start();
        }

        private boolean answers() {
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void visit() {
            while (!stopped.get()) {
                long began = System.nanoTime();
                if (answers()) {
                    reads.incrementAndGet();
                } else if (!stopped.get()) {
                    failures.incrementAndGet();
                }
                longestNanos = Math.max(longestNanos, System.nanoTime() - began);
                try {
                    TimeUnit.MILLISECONDS.sleep(500);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        long reads() {
            return reads.get();
        }

        long failures() {
            return failures.get();
        }

        long longestMillis() {
            return longestNanos / 1_000_000;
        }

        @Override
        public void close() {
            stopped.set(true);
            thread.interrupt();
        }
    }
}
