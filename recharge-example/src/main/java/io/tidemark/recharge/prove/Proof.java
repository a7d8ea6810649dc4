package io.tidemark.recharge.prove;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.offset.LossReceipt;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.deadletter.Rejection;
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
 * Runs the job in processes of its own on real servers, does to it what its plan says, and compares what it has counted
 * with a recount of the log that shares no code with it.
 */
final class Proof {

    private static final String PRESET = "guangdong";
    private static final String TOPIC = "recharge-log";
    private static final String GROUP = "recharge";
    private static final int PARTITIONS = 4;

    private final ProofOptions options;
    private final Subject subject;
    private final GeneratedLog log;
    private final Consumer<String> progress;

    /**
     * @param subject the job under proof
     * @param progress is told what happens, line by line
     */
    Proof(ProofOptions options, Subject subject, Consumer<String> progress) {
        this.options = options;
        this.subject = subject;
        this.log = new GeneratedLog(options.seed(), PRESET, options.orders());
        this.progress = progress;
    }

    /** Carries the drawn plan out. */
    Verdict run() throws InterruptedException {
        return run(PlanDrawing.draw(options.seed(), options.kills(), records()));
    }

    /**
     * Carries a plan out.
     *
     * @throws ProofException if it cannot be carried to its end
     */
    Verdict run(Plan plan) throws InterruptedException {
        long records = records();
        tell(plan, records);
        CompletableFuture<LocalServers> starting = CompletableFuture.supplyAsync(
                () -> LocalServers.start(options.store(), name -> ServerOptions.temporary()));
        try (WorkFolder folder = new WorkFolder();
                JobPool jobs = new JobPool(subject.mainClass(), folder.path());
                LocalServers servers = starting.join()) {
            try {
                Verdict verdict = run(plan, records, folder, jobs, servers);
                if (!verdict.holds()) {
                    folder.keep();
                    progress.accept("The logs of the jobs are in " + folder.path());
                }
                return verdict;
            } catch (RuntimeException e) {
                folder.keep();
                throw e;
            }
        }
    }

    private Verdict run(Plan plan, long records, WorkFolder folder, JobPool jobs, LocalServers servers)
            throws InterruptedException {
        servers.kafka().createTopic(TOPIC, PARTITIONS);
        Map<String, String> settings = new HashMap<>(options.settings());
        settings.putAll(servers.settings());
        settings.put("group", GROUP);
        settings.put("preset", PRESET);
        settings.put("kafka.topic", TOPIC);
        RechargeConfig config = ConfigFiles.read(Optional.empty(), Map.of(), settings);
        Map<String, Object> kafka = KafkaClients.params(config.kafka());
        Spread spread = new Spread(PARTITIONS);
        Incidents incidents = new Incidents(progress);
        try (ProofTopic topic = new ProofTopic(kafka, TOPIC);
                LogFeed feed = new LogFeed(kafka, TOPIC, log, spread)) {
            Stage stage = new Stage(
                    subject,
                    config,
                    servers,
                    topic,
                    feed,
                    records / plan.portions(),
                    incidents,
                    new Random(options.seed()));
            Course course = new Course(stage, jobs, new JobConfigs(folder.path(), settings), records);
            course.run(plan);
            jobs.close();
            progress.accept("Recounting the log");
            Map<TopicPartition, Long> written = new HashMap<>();
            feed.ends().forEach((number, end) -> written.put(topic.partition(number), end));
            List<LossReceipt> receipts = subject.receipts(config);
            Set<Rejection> rejected = new HashSet<>();
            Set<Rejection> deleted = new HashSet<>();
            RechargeReport reference = reference(topic, spread, course.gaps(), rejected, deleted);
            return new Verdict(
                    incidents.all(),
                    subject.report(config),
                    reference,
                    course.gaps(),
                    receipts.stream().map(Gap::of).toList(),
                    subject.letters(config).map(sent -> new LetterCheck(sent, rejected, deleted)),
                    new Verdict.Positions(written, subject.counted(config), subject.stored(config)));
        }
    }

    private void tell(Plan plan, long records) {
        progress.accept("Plan of seed " + options.seed() + ": " + options.orders() + " orders in " + records
                + " records, " + plan.kills() + " kills");
        for (int life = 0; life < plan.lives().size(); life++) {
            progress.accept("%3d  %s".formatted(life + 1, plan.lives().get(life)));
        }
        progress.accept("What happens:");
    }

    private long records() {
        long[] records = new long[1];
        forEachRecord((bytes, length) -> records[0]++);
        return records[0];
    }

    private RechargeReport reference(
            ProofTopic topic, Spread spread, List<Gap> gaps, Set<Rejection> rejected, Set<Rejection> deleted) {
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset(PRESET));
        ReferenceCount ofDeleted = new ReferenceCount(ReferenceRules.preset(PRESET));
        Spread.Places places = spread.places();
        forEachRecord((bytes, length) -> {
            Spread.Place place = places.next();
            boolean isDeleted = gaps.stream().anyMatch(gap -> gap.holds(place.partition(), place.offset()));
            (isDeleted ? ofDeleted : reference)
                    .add(bytes, length)
                    .map(reason -> new Rejection(topic.partition(place.partition()), place.offset(), reason.code()))
                    .ifPresent((isDeleted ? deleted : rejected)::add);
        });
        return reference.report(GROUP);
    }

    private void forEachRecord(LineConsumer consumer) {
        try {
            // a log of its own: the feed is still in the middle of the other
            new GeneratedLog(options.seed(), PRESET, options.orders()).forEachLine(consumer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
