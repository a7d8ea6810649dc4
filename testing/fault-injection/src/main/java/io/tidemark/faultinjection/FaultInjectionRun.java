package io.tidemark.faultinjection;

import io.tidemark.deadletter.Rejection;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.offset.LossReceipt;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.generate.LineConsumer;
import io.tidemark.recharge.job.KafkaClients;
import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.servers.LocalServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs a job in processes of its own on real servers, injects the faults of a scenario, and compares the result with
 * the reference implementation.
 */
final class FaultInjectionRun {

    private static final String PRESET = "guangdong";
    private static final String TOPIC = "recharge-log";
    private static final String GROUP = "recharge";
    private static final int PARTITIONS = 4;

    private final FaultInjectionOptions options;
    private final JobUnderTest subject;
    private final GeneratedLog log;
    private final Consumer<String> progress;

    /**
     * @param subject the job under test
     * @param progress receives each event, one line each
     */
    FaultInjectionRun(FaultInjectionOptions options, JobUnderTest subject, Consumer<String> progress) {
        this.options = options;
        this.subject = subject;
        this.log = new GeneratedLog(options.seed(), PRESET, options.orders());
        this.progress = progress;
    }

    /** Runs the scenario of the seed. */
    Assessment run() throws InterruptedException {
        return run(ScenarioGenerator.draw(options.engines(), options.seed(), options.kills(), records()));
    }

    /**
     * Runs a scenario.
     *
     * @throws FaultInjectionException if it cannot be run to its end
     */
    Assessment run(Scenario scenario) throws InterruptedException {
        long records = records();
        tell(scenario, records);
        CompletableFuture<LocalServers> starting = CompletableFuture.supplyAsync(
                () -> LocalServers.start(options.store(), name -> ServerOptions.temporary()));
        try (WorkFolder folder = new WorkFolder();
                JobPool jobs = new JobPool(subject.mainClass(), folder.path());
                LocalServers servers = starting.join()) {
            try {
                Assessment assessment = run(scenario, records, folder, jobs, servers);
                if (!assessment.holds()) {
                    folder.keep();
                    progress.accept("The logs of the jobs are in " + folder.path());
                }
                return assessment;
            } catch (RuntimeException e) {
                folder.keep();
                throw e;
            }
        }
    }

    private Assessment run(Scenario scenario, long records, WorkFolder folder, JobPool jobs, LocalServers servers)
            throws InterruptedException {
        servers.kafka().createTopic(TOPIC, PARTITIONS);
        Map<String, String> settings = new HashMap<>(options.settings());
        settings.putAll(servers.settings());
        settings.put("group", GROUP);
        settings.put("preset", PRESET);
        settings.put("kafka.topic", TOPIC);
        RechargeConfig config = ConfigFiles.read(Optional.empty(), Map.of(), settings);
        Map<String, Object> kafka = KafkaClients.params(config.kafka());
        RecordPlacement placement = new RecordPlacement(PARTITIONS);
        Incidents incidents = new Incidents(progress);
        try (LogTopic topic = new LogTopic(kafka, TOPIC);
                LogFeed feed = new LogFeed(kafka, TOPIC, log, placement)) {
            ScenarioContext context = new ScenarioContext(
                    subject,
                    config,
                    servers,
                    topic,
                    feed,
                    records / scenario.portions(),
                    incidents,
                    new Random(options.seed()));
            ScenarioRunner runner = new ScenarioRunner(
                    context,
                    jobs,
                    new JobConfigs(folder.path(), settings),
                    new CheckpointDirectories(folder.path()),
                    records);
            runner.run(scenario);
            jobs.close();
            progress.accept("Counting the log with the reference implementation");
            Map<TopicPartition, Long> written = new HashMap<>();
            feed.ends().forEach((number, end) -> written.put(topic.partition(number), end));
            List<LossReceipt> receipts = subject.receipts(config);
            Set<Rejection> rejected = new HashSet<>();
            Set<Rejection> deleted = new HashSet<>();
            RechargeReport reference = reference(topic, placement, runner.deleted(), rejected, deleted);
            return new Assessment(
                    incidents.all(),
                    subject.report(config),
                    reference,
                    runner.deleted(),
                    receipts.stream().map(DeletedRange::of).toList(),
                    subject.letters(config).map(sent -> new DeadLetterCheck(sent, rejected, deleted)),
                    new Assessment.Positions(written, subject.counted(config), subject.stored(config)));
        }
    }

    private void tell(Scenario scenario, long records) {
        progress.accept("Scenario of seed " + options.seed() + ": " + options.orders() + " orders in " + records
                + " records, " + scenario.kills() + " kills");
        for (int attempt = 0; attempt < scenario.attempts().size(); attempt++) {
            progress.accept("%3d  %s".formatted(attempt + 1, scenario.attempts().get(attempt)));
        }
        progress.accept("What happens:");
    }

    private long records() {
        long[] records = new long[1];
        forEachRecord((bytes, length) -> records[0]++);
        return records[0];
    }

    private RechargeReport reference(
            LogTopic topic,
            RecordPlacement placement,
            List<DeletedRange> ranges,
            Set<Rejection> rejected,
            Set<Rejection> deleted) {
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset(PRESET));
        ReferenceCount ofDeleted = new ReferenceCount(ReferenceRules.preset(PRESET));
        RecordPlacement.Places places = placement.places();
        forEachRecord((bytes, length) -> {
            RecordPlacement.Place place = places.next();
            boolean isDeleted = ranges.stream().anyMatch(range -> range.holds(place.partition(), place.offset()));
            (isDeleted ? ofDeleted : reference)
                    .add(bytes, length)
                    .map(reason -> new Rejection(topic.partition(place.partition()), place.offset(), reason.code()))
                    .ifPresent((isDeleted ? deleted : rejected)::add);
        });
        return reference.report(GROUP);
    }

    private void forEachRecord(LineConsumer consumer) {
        try {
            // a second log: the feed is in the middle of the first
            new GeneratedLog(options.seed(), PRESET, options.orders()).forEachLine(consumer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
