package io.tidemark.cli;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What Prometheus sees of a store and a cluster while no job runs. */
class ExporterIT {

    private static final String STORE = "zookeeper://" + Servers.ZOOKEEPER.address();

    private final GroupId group = new GroupId("exported-" + UUID.randomUUID());
    private final String topic = Servers.newTopic(2);
    private final TopicPartition first = new TopicPartition(topic, 0);
    private final TopicPartition second = new TopicPartition(topic, 1);

    @Test
    void lagInRecordsAndInTimeIsShownWithoutAJob() {
        Servers.produce(topic, 2, 0, 100);
        store(Map.of(first, StoredOffset.of(10), second, StoredOffset.of(50)));
        Clock inAnHour = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

        String text = once(inAnHour, Servers.KAFKA.bootstrapServers());

        assertThat(number(text, "tidemark_up{component=\"store\"}")).isEqualTo(1);
        assertThat(number(text, "tidemark_up{component=\"cluster\"}")).isEqualTo(1);
        assertThat(number(text, "tidemark_stored_offset" + of(first))).isEqualTo(10);
        assertThat(number(text, "tidemark_log_end_offset" + ofLog(first))).isEqualTo(50);
        assertThat(number(text, "tidemark_lag_records" + of(first))).isEqualTo(40);
        assertThat(number(text, "tidemark_lag_records" + of(second))).isZero();
        assertThat(number(text, "tidemark_lag_seconds" + of(first))).isBetween(3_600.0, 3_900.0);
        assertThat(number(text, "tidemark_lag_seconds" + of(second))).isZero();
        assertThat(number(text, "tidemark_group_lag_records" + ofGroup())).isEqualTo(40);
        assertThat(number(text, "tidemark_group_lag_seconds" + ofGroup())).isBetween(3_600.0, 3_900.0);
        assertThat(number(text, "tidemark_group_last_commit_age_seconds" + ofGroup()))
                .isBetween(3_600.0, 3_900.0);
        assertThat(number(text, "tidemark_group_partitions_not_resumable" + ofGroup()))
                .isZero();
    }

    @Test
    void everyNumberOfTheAlertRulesAndOfTheDashboardIsShown() throws IOException {
        Servers.produce(topic, 2, 0, 100);
        store(Map.of(first, StoredOffset.of(10), second, StoredOffset.of(50)));
        String text = once(Clock.systemUTC(), Servers.KAFKA.bootstrapServers());
        Set<String> shown = text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(toSet());

        for (String file : List.of("prometheus/tidemark-rules.yml", "grafana/tidemark-dashboard.json")) {
            List<String> named = Pattern.compile("\\btidemark_[a-z_]+")
                    .matcher(Files.readString(Path.of("..", "deploy").resolve(file)))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(named).hasSizeGreaterThan(8);
            assertThat(shown).as(file).containsAll(named);
        }
    }

    @Test
    void lossesAndOffsetsThatCannotBeResumedAreShown() {
        Servers.produce(topic, 2, 0, 100);
        StoredOffset stored = StoredOffset.of(10);
        try (OpenOffsetStore opened = Servers.open(STORE)) {
            opened.store().initialize(group, Map.of(first, stored));
            LossReceipt receipt = new LossReceipt(
                    group,
                    first,
                    Optional.empty(),
                    3,
                    10,
                    LossReceipt.Reason.EXPIRED,
                    OutOfRangePolicy.EARLIEST,
                    Instant.now());
            opened.store()
                    .reposition(new OffsetReposition(group, Map.of(first, Move.to(stored, stored)), List.of(receipt)));
        }
        Servers.expire(topic, 0, 20);

        String text = once(Clock.systemUTC(), Servers.KAFKA.bootstrapServers());

        assertThat(number(text, "tidemark_group_loss_receipts" + ofGroup())).isEqualTo(1);
        assertThat(number(text, "tidemark_group_lost_records" + ofGroup())).isEqualTo(7);
        assertThat(number(text, "tidemark_group_partitions_not_resumable" + ofGroup()))
                .isEqualTo(1);
        assertThat(text).contains("verdict=\"expired\"} 1");
        assertThat(number(text, "tidemark_lag_records" + of(first))).isEqualTo(30);
        assertThat(number(text, "tidemark_log_start_offset" + ofLog(first))).isEqualTo(20);
    }

    @Test
    void aServerThatDoesNotAnswerIsANumber() throws Exception {
        store(Map.of(first, StoredOffset.of(10)));
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }

        String withoutCluster = once(Clock.systemUTC(), "127.0.0.1:" + unused, "--timeout", "500");
        assertThat(number(withoutCluster, "tidemark_up{component=\"cluster\"}")).isZero();
        assertThat(number(withoutCluster, "tidemark_stored_offset" + of(first))).isEqualTo(10);
        assertThat(withoutCluster).doesNotContain("tidemark_lag_records");

        Ran withoutStore = Ran.command(
                "exporter",
                "--once",
                "--store",
                "redis://127.0.0.1:" + unused,
                "--bootstrap-server",
                Servers.KAFKA.bootstrapServers());
        assertThat(withoutStore.exitCode()).isZero();
        assertThat(number(withoutStore.out(), "tidemark_up{component=\"store\"}"))
                .isZero();
        assertThat(withoutStore.err()).contains("127.0.0.1:" + unused);
    }

    @Test
    void theNumbersAreServedUntilTheProcessIsStopped() throws Exception {
        Servers.produce(topic, 2, 0, 100);
        store(Map.of(first, StoredOffset.of(10)));
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread exporter = new Thread(() -> ended.complete(Tidemark.run(
                new CommandEnvironment(
                        Map.of(), new PrintWriter(new StringWriter()), new PrintWriter(err, true), Clock.systemUTC()),
                "exporter",
                "--store",
                STORE,
                "--bootstrap-server",
                Servers.KAFKA.bootstrapServers(),
                "--port",
                "0",
                "--keep",
                "1ms",
                "--answer-within",
                "60s")));
        exporter.start();
        Pattern serving = Pattern.compile("Serving (http://127\\.0\\.0\\.1:\\d+/metrics)");
        await().until(() -> serving.matcher(err.toString()).find());
        Matcher found = serving.matcher(err.toString());
        assertThat(found.find()).isTrue();
        URI address = URI.create(found.group(1));

        HttpResponse<String> scraped = get(address);
        assertThat(scraped.statusCode()).isEqualTo(200);
        assertThat(scraped.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(number(scraped.body(), "tidemark_lag_records" + of(first))).isEqualTo(40);
        Servers.produce(topic, 2, 100, 120);
        await().untilAsserted(() -> assertThat(number(get(address).body(), "tidemark_lag_records" + of(first)))
                .isEqualTo(50));
        assertThat(get(address.resolve("/nothing")).statusCode()).isEqualTo(404);
        assertThat(get(address.resolve("/livez")).body()).isEqualTo("ok\n");
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).DELETE().build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(405);

        int port = address.getPort();
        Ran second = Ran.command("exporter", "--store", STORE, "--port", Integer.toString(port));
        assertThat(second.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(second.err()).contains("Cannot listen at 127.0.0.1:" + port, "give another --port");

        exporter.interrupt();
        await().until(ended::isDone);
    }

    private String once(Clock clock, String brokers, String... more) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "exporter",
                                "--once",
                                "--store",
                                STORE,
                                "--group",
                                group.value(),
                                "--answer-within",
                                "2m",
                                "--bootstrap-server",
                                brokers),
                        Arrays.stream(more))
                .toArray(String[]::new);
        Ran ran = Ran.command(Map.of(), clock, arguments);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return ran.out();
    }

    private void store(Map<TopicPartition, StoredOffset> offsets) {
        try (OpenOffsetStore opened = Servers.open(STORE)) {
            opened.store().initialize(group, offsets);
        }
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String of(TopicPartition partition) {
        return "{group=\"" + group + "\",topic=\"" + topic + "\",partition=\"" + partition.partition() + "\"}";
    }

    private String ofLog(TopicPartition partition) {
        return "{topic=\"" + topic + "\",partition=\"" + partition.partition() + "\"}";
    }

    private String ofGroup() {
        return "{group=\"" + group + "\"}";
    }

    private static double number(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in\n" + text));
    }
}
