package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.RecordsLost;
import io.tidemark.stream.event.ReplayStarted;
import io.tidemark.stream.event.StreamConflicted;
import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A stream's numbers where Spark shows its own (here JMX), the events behind them, and listeners that throw. */
class StreamHealthIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    /** The listener fails in every way, at every event: were it let through, the stream would end with the first. */
    @Test
    void allNumbersAreShownAndAListenerThatThrowsBreaksNothing() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 100);
        TopicPartition partition = new TopicPartition(topic, 0);
        GroupId group = new GroupId("healthy");
        // retention has taken ten that were not read, and the sink has lost five
        store.initialize(group, Map.of(partition, StoredOffset.of(35)));
        sink.initialize(group, Map.of(partition, StoredOffset.of(30)));
        TestCluster.deleteRecords(topic, 0, 40);
        Witness witness = new Witness();
        AtomicBoolean failed = new AtomicBoolean();
        CountDownLatch looked = new CountDownLatch(1);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("healthy", topic)
                                .outOfRange(OutOfRangePolicy.EARLIEST)
                                .restarts(RestartPolicy.times(1))
                                .maxRecordsPerBatch(50)
                                .listener(witness)
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    if (failed.compareAndSet(false, true)) {
                        throw new IllegalStateException("once");
                    }
                    if (batch.ranges().get(0).from() > 40) {
                        looked.await();
                    }
                    return Counting.measure(batch);
                })) {
            await().atMost(LONG).until(() -> number("healthy", "batches") == 1);
            // the second batch is formed, and nothing is beyond it
            await().atMost(LONG).until(() -> number("healthy", "lag." + topic) == 0);
            looked.countDown();
            await().atMost(LONG).until(() -> number("healthy", "batches") == 2);
            assertThat(number("healthy", "records")).isEqualTo(60);
            await().atMost(LONG).until(() -> number("healthy", "bytes") == 120);
            assertThat(number("healthy", "processing")).isEqualTo(2);
            assertThat(number("healthy", "writing")).isEqualTo(2);
            assertThat(number("healthy", "committing")).isEqualTo(2);
            assertThat(number("healthy", "lost")).isEqualTo(10);
            assertThat(number("healthy", "replayed")).isEqualTo(5);
            assertThat(number("healthy", "restarts")).isEqualTo(1);
            assertThat(number("healthy", "conflicts")).isZero();
            assertThat(number("healthy", "partitionLag." + topic + ".0")).isZero();
            assertThat(decimal("healthy", "lagSeconds")).isZero();
            assertThat(decimal("healthy", "lastCommit"))
                    .isEqualTo(stream.lastProgress().lastCommit().orElseThrow().toEpochMilli() / 1e3);
            assertThat(stream.isRunning()).isTrue();
        }
        await().atMost(LONG).until(() -> numbers("healthy").isEmpty());
        assertThat(witness.heard).contains("started", "batchCommitted", "lost", "replaying", "restarting", "ended");
    }

    /** With the file in deploy, and the names that its comment and the documentation promise. */
    @Test
    void prometheusReadsTheNumbersUnderNamesThatSurviveARestart() throws Exception {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("scraped", topic).build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> number("scraped", "records") == 10);
            URI address = URI.create(TestSpark.context().sc().uiWebUrl().get() + "/metrics/prometheus/");
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(address.toString()).isEqualTo(200);
            String scraped = response.body();
            String prefix = "metrics_nightly_job_driver_tidemark_scraped_";
            assertThat(scraped.lines())
                    .contains(
                            prefix + "records_Count{type=\"counters\"} 10",
                            prefix + "lagSeconds_Value{type=\"gauges\"} 0.0",
                            prefix + "partitionLag_" + topic.replaceAll("[^a-zA-Z0-9]", "_")
                                    + "_0_Value{type=\"gauges\"} 0")
                    .anyMatch(line -> line.startsWith(prefix + "lastCommit_Value{"));
            assertThat(deployedPatterns()).hasSizeGreaterThan(8).allSatisfy(pattern -> assertThat(scraped.lines())
                    .as("numbers of the alert rules and of the dashboard")
                    .anyMatch(line ->
                            pattern.matcher(line.replaceAll("\\{.*", "")).matches()));
            assertThat(stream.isRunning()).isTrue();
        }
    }

    /** The patterns of names in the alert rules and in the dashboard; one pattern for each alternative. */
    private static List<Pattern> deployedPatterns() throws IOException {
        List<Pattern> patterns = new ArrayList<>();
        for (String file : List.of("prometheus/tidemark-rules.yml", "grafana/tidemark-dashboard.json")) {
            String text = Files.readString(
                    TestSpark.metricsProperties().resolveSibling("..").resolve(file));
            Matcher matcher = Pattern.compile("__name__=~\\\\?\"([^\"\\\\]+)").matcher(text);
            while (matcher.find()) {
                String regex = matcher.group(1);
                Matcher group = Pattern.compile("\\(([^)]+)\\)").matcher(regex);
                for (String name : group.find() ? group.group(1).split("\\|") : new String[] {""}) {
                    patterns.add(Pattern.compile(regex.replaceAll("\\([^)]+\\)", name)));
                }
            }
        }
        return patterns;
    }

    @Test
    void theNumberOfLimitedSumsIsShown() {
        String topic = TestCluster.newTopic(1);
        InMemoryMetricSink saturating = new InMemoryMetricSink(Clock.systemUTC(), SumOverflow.SATURATE);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("limited", topic).build())
                .exactlyOnceInto(
                        saturating,
                        batch -> List.of(
                                Measurement.timeless("large", Map.of(), new MetricValue.Sum(Long.MAX_VALUE))))) {
            assertThat(number("limited", "saturated")).isZero();
            TestCluster.produce(topic, 1, 0, 1);
            await().atMost(LONG).until(() -> number("limited", "batches") == 1);
            TestCluster.produce(topic, 1, 1, 1);
            await().atMost(LONG).until(() -> number("limited", "batches") == 2);
            await().atMost(LONG).until(() -> number("limited", "saturated") > 0);
            assertThat(stream.isRunning()).isTrue();
        }
    }

    /** They are read every few seconds by somebody else: gone with the stream, a conflict would never be seen. */
    @Test
    void afterAConflictTheNumbersStayUntilAnotherStreamOfTheGroupBegins() throws InterruptedException {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        GroupId group = new GroupId("contested");
        Witness witness = new Witness();
        ManagedStream loser = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("contested", topic).listener(witness).build())
                .exactlyOnceInto(sink, batch -> {
                    // another driver, meanwhile
                    sink.write(new MetricBatch(
                            group, List.of(new PartitionRange(new TopicPartition(topic, 0), 0, 4)), List.of()));
                    return Counting.measure(batch);
                });
        assertThatThrownBy(() -> loser.awaitTermination(LONG)).hasRootCauseInstanceOf(OffsetConflictException.class);
        assertThat(number("contested", "conflicts")).isEqualTo(1);
        assertThat(witness.heard).containsExactlyInAnyOrder("started", "conflicted", "ended");
        try (ManagedStream next = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("contested", topic).build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> number("contested", "records") == 6);
            assertThat(number("contested", "conflicts")).isZero();
            assertThat(next.isRunning()).isTrue();
        }
    }

    /** What JMX shows: a counter's or timer's count, a gauge's value; -1 if it is not there. */
    private static long number(String group, String name) {
        return shown(group, name).longValue();
    }

    private static double decimal(String group, String name) {
        return shown(group, name).doubleValue();
    }

    private static Number shown(String group, String name) {
        try {
            for (ObjectName found : beans("tidemark." + group + "." + name)) {
                String attribute = "gauges".equals(found.getKeyProperty("type")) ? "Value" : "Count";
                return (Number) ManagementFactory.getPlatformMBeanServer().getAttribute(found, attribute);
            }
            return -1;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> numbers(String group) {
        return beans("tidemark." + group + ".*").stream()
                .map(bean -> bean.getKeyProperty("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<ObjectName> beans(String name) {
        try {
            return new ArrayList<>(ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("metrics:name=*.driver." + name + ",*"), null));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hears everything, and throws. */
    private static final class Witness implements StreamListener {

        private final Set<String> heard = ConcurrentHashMap.newKeySet();

        @Override
        public void started(StreamStarted event) {
            heard.add("started");
            throw new IllegalStateException("a listener's own trouble");
        }

        @Override
        public void batchCommitted(BatchCommitted event) {
            heard.add("batchCommitted");
            throw new AssertionError("a listener's own trouble");
        }

        @Override
        public void lost(RecordsLost event) {
            heard.add("lost");
            throw new NoClassDefFoundError("a listener's own trouble");
        }

        @Override
        public void replaying(ReplayStarted event) {
            heard.add("replaying");
            throw new IllegalStateException("a listener's own trouble");
        }

        @Override
        public void conflicted(StreamConflicted event) {
            heard.add("conflicted");
            throw new IllegalStateException("a listener's own trouble");
        }

        @Override
        public void ended(StreamEnded event) {
            heard.add("ended");
            throw new IllegalStateException("a listener's own trouble");
        }

        @Override
        public void failed(StreamFailed event) {
            if (event.willRestart()) {
                heard.add("restarting");
                throw new IllegalStateException("a listener's own trouble");
            }
        }
    }
}
