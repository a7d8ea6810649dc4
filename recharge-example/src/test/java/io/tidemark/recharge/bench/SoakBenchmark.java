package io.tidemark.recharge.bench;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.demo.PageProcess;
import io.tidemark.recharge.generate.LiveLog;
import io.tidemark.recharge.servers.LocalServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import redis.clients.jedis.RedisClient;

/**
 * The job and the page, each in a process of its own, under a steady rate for long: memory of the driver, of Redis and
 * of the page by the minute, and how long after a record was given to Kafka's producer a page has it. A record counts
 * as seen with the first event whose number of records read is at least the record's own number; the numbers of records
 * that were under way at once may be mixed up, so this is right to some milliseconds.
 */
public final class SoakBenchmark {

    private static final int PARTITIONS = 12;
    private static final Pattern READ = Pattern.compile("\"records\":\\{\"read\":([0-9]+)");

    private final int rate;
    private final AtomicLong sent = new AtomicLong();
    /** The time when each record was sent, in nanoseconds. */
    private final long[] sentNanos;

    /** The number of records that the page has shown. */
    private volatile long seen;

    /** The delays of the current minute in milliseconds; guarded by itself. */
    private final List<Long> delays = new ArrayList<>();

    private SoakBenchmark(int minutes, int rate) {
        this.rate = rate;
        this.sentNanos = new long[(minutes + 3) * 60 * rate];
    }

    /** Arguments: the number of minutes, and of records per second. */
    public static void main(String[] arguments) throws Exception {
        int minutes = Integer.parseInt(arguments[0]);
        new SoakBenchmark(minutes, Integer.parseInt(arguments[1])).run(minutes);
        System.exit(0);
    }

    private void run(int minutes) throws Exception {
        Path folder = Files.createTempDirectory("recharge-soak-");
        List<Process> processes = new ArrayList<>();
        try (LocalServers servers = LocalServers.start(StoreType.MYSQL, server -> ServerOptions.temporary())) {
            servers.kafka().createTopic("recharge-log", PARTITIONS);
            int port = freePort();
            String config = config(servers, folder, port).toString();
            Process job = start(folder, processes, "-Xmx1g", "job", "--config", config);
            Process page = start(
                    folder,
                    processes,
                    "site",
                    PageProcess.command(Path.of("site", "target"), List.of("--config", config)));
            daemon("generator", () -> generate(servers.kafka().bootstrapServers()));
            daemon("visitor", () -> visit(port));
            System.out.println(
                    "minute  seen up to   behind  p50 ms  p99 ms  max ms  driver MB  page MB  Redis MB  load");
            List<Long> all = new ArrayList<>();
            for (int minute = 1; minute <= minutes + 1; minute++) {
                if (job.waitFor(1, TimeUnit.MINUTES) || !page.isAlive()) {
                    throw new IllegalStateException("A process has ended; its log is in " + folder);
                }
                List<Long> delaysOfMinute = taken();
                // the first value is that of the job's start
                if (minute > 1) {
                    all.addAll(delaysOfMinute);
                }
                print(minute, delaysOfMinute, job, page, servers);
            }
            long[] sorted = sorted(all);
            System.out.printf(
                    Locale.ROOT,
                    "%,d records after the first minute: p50 %d ms, p99 %d ms, max %d ms%n",
                    sorted.length,
                    quantile(sorted, 0.5),
                    quantile(sorted, 0.99),
                    quantile(sorted, 1));
        } finally {
            processes.forEach(Process::destroy);
        }
    }

    private void print(int minute, List<Long> delaysOfMinute, Process job, Process page, LocalServers servers)
            throws IOException {
        long[] sorted = sorted(delaysOfMinute);
        System.out.printf(
                Locale.ROOT,
                "%6d  %,10d  %,7d  %6d  %6d  %6d  %9.0f  %7.0f  %8.1f  %s%n",
                minute,
                seen,
                sent.get() - seen,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 1),
                residentMegabytes(job),
                residentMegabytes(page),
                redisMegabytes(servers),
                load());
    }

    private void generate(String bootstrap) {
        LiveLog log = new LiveLog(1, "guangdong", Clock.systemUTC());
        long began = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int number = 0; number < sentNanos.length; number++) {
                long at = began + number * 1_000_000_000L / rate;
                while (System.nanoTime() < at) {
                    LockSupport.parkNanos(at - System.nanoTime());
                }
                sentNanos[number] = System.nanoTime();
                sent.set(number + 1L);
                var unused = producer.send(new ProducerRecord<>("recharge-log", number % PARTITIONS, null, log.next()));
            }
        }
    }

    private void visit(int port) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/events?period=today"))
                .build();
        while (true) {
            try (BufferedReader events = new BufferedReader(new InputStreamReader(
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                            .body(),
                    StandardCharsets.UTF_8))) {
                for (String line = events.readLine(); line != null; line = events.readLine()) {
                    Matcher read = READ.matcher(line);
                    if (read.find()) {
                        see(Long.parseLong(read.group(1)));
                    }
                }
            } catch (IOException e) {
                // the page has not started yet
                LockSupport.parkNanos(100_000_000);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void see(long records) {
        long now = System.nanoTime();
        synchronized (delays) {
            for (long number = seen; number < records; number++) {
                delays.add((now - sentNanos[(int) number]) / 1_000_000);
            }
        }
        seen = Math.max(seen, records);
    }

    private List<Long> taken() {
        synchronized (delays) {
            List<Long> taken = List.copyOf(delays);
            delays.clear();
            return taken;
        }
    }

    private static long[] sorted(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static long quantile(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))];
    }

    private static double residentMegabytes(Process process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        return 0;
    }

    private static String load() throws IOException {
        String averages = Files.readString(Path.of("/proc/loadavg"));
        return averages.substring(0, averages.indexOf(' '));
    }

    private static double redisMegabytes(LocalServers servers) {
        try (RedisClient redis = RedisClient.create(URI.create(servers.redis().uri()))) {
            return redis.info("memory")
                            .lines()
                            .filter(line -> line.startsWith("used_memory:"))
                            .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                            .sum()
                    / 1e6;
        }
    }

    private static Path config(LocalServers servers, Path folder, int port) throws IOException {
        Map<String, String> settings = new TreeMap<>(servers.settings());
        settings.put("kafka.topic", "recharge-log");
        settings.put("job.master", "local[2]");
        settings.put("site.port", String.valueOf(port));
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append(" = \"").append(value).append("\"\n"));
        return Files.writeString(folder.resolve("soak.conf"), text);
    }

    private static Process start(Path folder, List<Process> processes, String heap, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Files.readString(Path.of("recharge-example", "v3.5", "target", "jvm-options.txt"))
                .lines()
                .flatMap(line -> Pattern.compile(" +").splitAsStream(line.strip()))
                .toList());
        command.addAll(
                List.of(heap, "-cp", System.getProperty("java.class.path"), "io.tidemark.recharge.cli.Recharge"));
        command.addAll(List.of(arguments));
        return start(folder, processes, arguments[0], command);
    }

    private static Process start(Path folder, List<Process> processes, String name, List<String> command)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
