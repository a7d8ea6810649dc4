package io.tidemark.stream.keeping;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.internal.Causes;
import io.tidemark.stream.internal.StreamEvents;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import io.tidemark.stream.internal.fence.OwnWrites;
import io.tidemark.stream.internal.fence.RunFence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * One history of a group: a log that grows, loses its head, gains partitions and is created again; drivers that start,
 * run batches of any bounds, crash at any call and come back as zombies; a store and a sink whose answers get lost, a
 * sink that is restored or emptied; and an operator who answers the questions that a start asks. The drivers run the
 * stream's real code, all but Spark and Kafka themselves.
 */
final class HistoryModel {

    static final GroupId GROUP = new GroupId("model");

    private static final int STEPS = 60;
    private static final List<String> FIRST_TOPICS = List.of("t-0", "t-1");
    /** The last one appears later, if at all; only a pattern selects it. */
    private static final List<String> TOPICS = List.of("t-0", "t-1", "t-2");

    private final Random random;
    private final ModelCluster cluster = new ModelCluster();
    private final Faults faults;
    private final Guarantee guarantee;
    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final RestorableSink sink = new RestorableSink();
    /** What handlers without a sink have counted. */
    private final Map<String, Long> handled = new HashMap<>();

    private final TopicSelection selection;
    private final StartPosition startPosition;
    private final Deque<Driver> zombies = new ArrayDeque<>();
    private final Optional<List<String>> story;
    private Optional<Driver> driver = Optional.empty();
    private final LeaderEpochs epochs = new LeaderEpochs();
    /** What the present process has found out of the limits. */
    private BatchSize size = new BatchSize();

    private final Limits limits;
    private Map<TopicPartition, TopicIdentity> known = Map.of();
    /** What the operator says when he lets a stream go on. */
    private final OutOfRangePolicies goingOn;

    private OutOfRangePolicies policies = OutOfRangePolicies.all(OutOfRangePolicy.FAIL);
    private EmptySinkPolicy emptySink = EmptySinkPolicy.FAIL;

    /** Up to where a log is not read because the group began behind it, by the job's own choice. */
    private final Map<ModelCluster.Log, Long> begun = new HashMap<>();
    /** The logs that the group has read of or has stored an offset of. */
    private final Set<ModelCluster.Log> entered = new HashSet<>();

    private boolean sinkWentBack;
    /** A zombie or a late write came between: a loss that was on record by then may not have been one. */
    private boolean raced;

    /** What the present driver's process knows of its writes whose answers were lost. */
    private OwnWrites own = new OwnWrites();
    /** Something else than the present driver's process has written, or may. */
    private boolean disturbed;
    /** Whether a driver that nobody disturbed has met a conflict, which can only be one with itself. */
    private Optional<String> ownConflict = Optional.empty();

    /** The driver that started last is the group's first one; its entries may take several calls. */
    private boolean firstStart;

    private boolean topicReplaced;
    private boolean inZombie;

    private enum Guarantee {
        INTO_SINK,
        WITH_STORE,
        AT_LEAST_ONCE,
        AT_MOST_ONCE
    }

    private HistoryModel(long seed, Optional<List<String>> story) {
        this.story = story;
        random = new Random(seed);
        limits = new Limits(seed);
        faults = new Faults(random, limits);
        int kind = random.nextInt(10);
        guarantee = kind < 7
                ? Guarantee.INTO_SINK
                : kind == 7 ? Guarantee.WITH_STORE : kind == 8 ? Guarantee.AT_LEAST_ONCE : Guarantee.AT_MOST_ONCE;
        selection = random.nextBoolean()
                ? TopicSelection.named(FIRST_TOPICS)
                : TopicSelection.matching(Pattern.compile("t-\\d"));
        startPosition = random.nextBoolean()
                ? StartPosition.earliest()
                : random.nextBoolean() ? StartPosition.latest() : StartPosition.at(Instant.EPOCH);
        goingOn = new OutOfRangePolicies(edge(), edge(), edge(), edge(), edge());
        FIRST_TOPICS.forEach(topic -> {
            cluster.createTopic(topic, 1 + random.nextInt(2));
            cluster.logsOf(topic).forEach(log -> log.append(random.nextInt(10)));
        });
    }

    /** Lives a history and answers with what is wrong in the end, and how it came to that; empty if nothing is. */
    static Optional<String> problemOf(long seed) {
        if (new HistoryModel(seed, Optional.empty()).live().isEmpty()) {
            return Optional.empty();
        }
        List<String> story = new ArrayList<>();
        HistoryModel again = new HistoryModel(seed, Optional.of(story));
        String problem = again.live().orElse("(gone the second time)");
        return Optional.of(again.guarantee + ", " + again.selection + ", " + again.startPosition + "\n  "
                + String.join("\n  ", story) + "\n" + problem);
    }

    private Optional<String> live() {
        faults.probability(random.nextInt(4) * 0.05);
        faults.between(this::zombieStep);
        faults.arrived(applied -> raced |= applied);
        faults.entered(this::enter);
        faults.moved(this::move);
        for (int step = 0; step < STEPS; step++) {
            limits.change();
            step();
        }
        faults.probability(0);
        zombies.clear();
        for (int write = 0; write < STEPS; write++) {
            raced |= faults.deliverLate();
        }
        tell(() -> "calm");
        // an idle stream does not notice what became of its sink
        driver = Optional.empty();
        boolean drained = false;
        for (int round = 0; round < 1_000 && !drained; round++) {
            drained = drain();
        }
        if (ownConflict.isPresent()) {
            return ownConflict;
        }
        return drained ? new Verdict().problem() : Optional.of("the stream does not come to the end of the log");
    }

    private void tell(Supplier<String> event) {
        story.ifPresent(told -> told.add(event.get()));
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> append();
            case 4 -> retention();
            case 5 -> changeTopics();
            case 6 -> changeSink();
            case 7 -> crashOrLeave();
            case 8 -> raced |= faults.deliverLate();
            case 9 -> answerQuestions();
            default -> driverStep();
        }
    }

    private void append() {
        List<ModelCluster.Log> live = cluster.liveLogs();
        if (!live.isEmpty()) {
            ModelCluster.Log log = live.get(random.nextInt(live.size()));
            log.append(random.nextInt(8));
            tell(() -> "appended: " + log);
        }
    }

    private void retention() {
        List<ModelCluster.Log> live = cluster.liveLogs();
        if (!live.isEmpty()) {
            ModelCluster.Log log = live.get(random.nextInt(live.size()));
            log.deleteBefore(log.start + random.nextInt(10));
            tell(() -> "retention: " + log);
        }
    }

    private void changeTopics() {
        List<String> topics = selectedTopics();
        String topic = topics.get(random.nextInt(topics.size()));
        if (!cluster.hasTopic(topic)) {
            cluster.createTopic(topic, 1 + random.nextInt(2));
            tell(() -> "created " + topic);
        } else if (random.nextInt(3) == 0) {
            cluster.addPartitions(topic, cluster.logsOf(topic).size() + 1);
            tell(() -> "added a partition to " + topic);
        } else if (driver.filter(Driver::isBusy).isEmpty()) {
            // not under a batch that is formed already, nor under a write that is still on its way: the condition of a
            // write compares offsets, and the same number of another topic would satisfy it
            zombies.clear();
            faults.forgetLate();
            topicReplaced = true;
            disturbed = true;
            replaceTopic(topic);
        }
    }

    private List<String> selectedTopics() {
        return selection instanceof TopicSelection.Named ? FIRST_TOPICS : TOPICS;
    }

    private void replaceTopic(String topic) {
        int kind = random.nextInt(6);
        if (kind == 0) {
            cluster.deleteTopic(topic);
            tell(() -> "deleted " + topic);
        } else if (kind == 1) {
            cluster.moveToAnotherCluster();
            tell(() -> "moved to another cluster");
        } else {
            cluster.deleteTopic(topic);
            cluster.createTopic(topic, 1 + random.nextInt(2));
            cluster.logsOf(topic).forEach(log -> {
                log.append(random.nextInt(40));
                log.deleteBefore(random.nextInt(3) * 5L);
            });
            tell(() -> "created again: " + cluster.logsOf(topic));
        }
    }

    private void changeSink() {
        if (guarantee != Guarantee.INTO_SINK || random.nextInt(3) > 0) {
            return;
        }
        int age = random.nextInt(4) == 0 ? 0 : random.nextInt(sink.age() + 1);
        if (topicReplaced) {
            // for the same reason
            zombies.clear();
            driver = Optional.empty();
        }
        sinkWentBack = true;
        disturbed = true;
        faults.forgetLate();
        sink.restore(age);
        tell(() -> "the sink went back to write " + age);
        // what nobody has an entry of any more begins anew
        Map<TopicPartition, StoredOffset> left = new HashMap<>(store.load(GROUP, Set.copyOf(TOPICS)));
        left.putAll(sink.load(GROUP, Set.copyOf(TOPICS)));
        entered.removeIf(log -> !left.containsKey(log.partition));
    }

    private void crashOrLeave() {
        driver.ifPresent(running -> {
            if (random.nextBoolean()) {
                zombies.addLast(running);
                tell(() -> "the driver was cut off and goes on as a zombie");
            } else {
                tell(() -> "the driver died");
            }
        });
        driver = Optional.empty();
        anotherProcess();
    }

    private void anotherProcess() {
        known = Map.of();
        size = new BatchSize();
        own = new OwnWrites();
        disturbed = !zombies.isEmpty() || faults.hasLate();
    }

    private void answerQuestions() {
        policies = random.nextBoolean() ? goingOn : OutOfRangePolicies.all(OutOfRangePolicy.FAIL);
        emptySink = List.of(EmptySinkPolicy.FAIL, EmptySinkPolicy.REBUILD, EmptySinkPolicy.CONTINUE)
                .get(random.nextInt(3));
    }

    private OutOfRangePolicy edge() {
        return random.nextBoolean() ? OutOfRangePolicy.EARLIEST : OutOfRangePolicy.LATEST;
    }

    private void driverStep() {
        try {
            if (driver.isEmpty()) {
                driver = Optional.of(new Driver());
            } else if (!driver.get().isBusy() || random.nextInt(4) == 0) {
                driver.get().form(Cut.ANYWHERE);
            } else {
                driver.get().run();
            }
        } catch (Exception | Faults.Crash e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        tell(() -> "failed: " + e.getMessage());
        if (!disturbed && Causes.find(e, OffsetConflictException.class).isPresent()) {
            ownConflict = Optional.of("a driver that was alone ended in a conflict: " + e.getMessage());
        }
        known = driver.map(Driver::identities).orElse(known);
        driver = Optional.empty();
        if (e instanceof Faults.Crash) {
            anotherProcess();
        }
    }

    private void zombieStep() {
        Driver zombie = inZombie || zombies.isEmpty() || random.nextInt(10) > 0 ? null : zombies.peekFirst();
        if (zombie == null) {
            return;
        }
        inZombie = true;
        disturbed = true;
        try {
            if (!zombie.isBusy()) {
                zombie.form(Cut.ANYWHERE);
            }
            zombie.run();
        } catch (Exception | Faults.Crash e) {
            // its write into the sink may have been applied before
            raced = true;
            tell(() -> "the zombie ended: " + e.getMessage());
            zombies.remove(zombie);
        } finally {
            inZombie = false;
        }
    }

    /** Runs a stream that nothing hinders; true once it has come to the end. */
    private boolean drain() {
        if (selection instanceof TopicSelection.Named) {
            // a pattern's topics may stay away
            FIRST_TOPICS.stream()
                    .filter(topic -> !cluster.hasTopic(topic))
                    .forEach(topic -> cluster.createTopic(topic, 1));
        }
        try {
            if (driver.isEmpty()) {
                driver = Optional.of(new Driver());
            }
            Driver running = driver.get();
            boolean behind = running.form(Cut.AT_THE_END);
            while (running.isBusy()) {
                running.run();
            }
            return !behind;
        } catch (OffsetVerificationException e) {
            failed(e);
            policies = goingOn;
        } catch (Exception e) {
            failed(e);
            emptySink = random.nextBoolean() ? EmptySinkPolicy.REBUILD : EmptySinkPolicy.CONTINUE;
        }
        return false;
    }

    private enum Cut {
        ANYWHERE,
        AT_THE_END
    }

    /** One life of a stream, as {@link StreamRun} puts it together. */
    private final class Driver {

        private final KeepingSettings settings = settings();
        private final LogWatch watch;
        private final BatchRunner<List<PartitionRange>> runner;
        private final Deque<List<PartitionRange>> formed = new ArrayDeque<>();
        /** The batch that has begun, with the parts that have not. */
        private Optional<BatchRunner<List<PartitionRange>>.Prepared> begun = Optional.empty();
        /** What is left of the part that was begun last. */
        private Optional<BatchRunner.Rest> left = Optional.empty();

        Driver() {
            firstStart = entered.isEmpty() && store.lossReceipts(GROUP).isEmpty();
            StreamEvents events = TestEvents.to();
            TransactionalModelStore transactions = new TransactionalModelStore(store, handled);
            OffsetStore offsets = guarantee == Guarantee.WITH_STORE ? faults.on(transactions) : faults.on(store);
            MetricSink metrics = faults.on((MetricSink) sink);
            OffsetKeeper keeper = new OffsetKeeper(
                    GROUP,
                    offsets,
                    guarantee == Guarantee.INTO_SINK ? Optional.of(metrics) : Optional.empty(),
                    new RunFence(GROUP, own, Duration.ZERO));
            if (guarantee == Guarantee.INTO_SINK && emptySink == EmptySinkPolicy.CONTINUE) {
                leaveToTheOldSink();
            }
            OffsetKeeper.Resumption resumption =
                    new StreamStart(settings, cluster, epochs, keeper, events).resolve(known);
            watch = new LogWatch(settings, cluster, epochs, resumption.starts().offsets());
            runner = new BatchRunner<>(settings, output(metrics, faults.on(transactions)), keeper, watch, size, events);
            tell(() -> "started at " + resumption.starts().partitions());
            watch.refresh();
        }

        Map<TopicPartition, TopicIdentity> identities() {
            return runner.identities();
        }

        /** Forms a batch as Spark does, and answers whether the log has more than was formed before. */
        boolean form(Cut cut) {
            watch.refresh();
            boolean behind = watch.lag() > 0;
            Map<TopicPartition, Long> ends = watch.ends();
            List<PartitionRange> ranges = new ArrayList<>();
            // sorted, for the same seed to lead to the same history in every JVM
            TreeMap<String, TopicPartition> partitions = new TreeMap<>();
            watch.partitions().forEach(partition -> partitions.put(partition.toString(), partition));
            for (TopicPartition partition : partitions.values()) {
                long from = watch.next(partition);
                long end = ends.getOrDefault(partition, from);
                long until = cut == Cut.AT_THE_END ? end : from + random.nextInt((int) (end - from) + 1);
                ranges.add(new PartitionRange(partition, from, until));
                watch.formed(partition, until);
            }
            formed.addLast(ranges);
            return behind;
        }

        boolean isBusy() {
            return !formed.isEmpty() || begun.isPresent() || left.isPresent();
        }

        /** Begins a part and finishes the one before, in one order or the other, and perhaps this one as well. */
        void run() throws Exception {
            if ((formed.isEmpty() && begun.isEmpty()) || random.nextInt(3) == 0) {
                finish();
            }
            if (begun.isEmpty() && !formed.isEmpty()) {
                List<PartitionRange> ranges = formed.removeFirst();
                BatchRunner<List<PartitionRange>>.Prepared batch =
                        runner.prepare(Instant.EPOCH, ranges, part -> part, this::finish);
                tell(() -> who() + "began " + ranges + (batch.isEmpty() ? ": nothing" : ""));
                begun = Optional.of(batch);
            }
            begun.filter(BatchRunner.Prepared::isEmpty).ifPresent(done -> begun = Optional.empty());
            if (begun.isPresent()) {
                Optional<BatchRunner.Rest> part = begun.get().begin();
                tell(() -> who() + (part.isPresent() ? "began a part" : "found a part too large"));
                if (part.isPresent()) {
                    finish();
                    left = part;
                }
            }
            if (random.nextBoolean()) {
                finish();
            }
        }

        /** Fails where the batch does, and the driver with it. */
        private boolean finish() throws Exception {
            Optional<BatchRunner.Rest> last = left;
            left = Optional.empty();
            if (last.isPresent()) {
                last.get().finish();
                raced |= inZombie;
                tell(() -> who() + "finished a batch");
            }
            return true;
        }

        private String who() {
            return inZombie ? "the zombie " : "";
        }

        private KeepingSettings settings() {
            return KeepingSettings.builder()
                    .group(GROUP.value())
                    .topics(selection)
                    .kafka(Map.of("bootstrap.servers", "model:1"))
                    .startPosition(startPosition)
                    .outOfRange(policies)
                    .emptySink(emptySink)
                    .maxRecordsPerBatch(1 + random.nextInt(30))
                    .discoveryInterval(Duration.ZERO)
                    .build();
        }

        private BatchOutput<List<PartitionRange>> output(
                MetricSink metrics, io.tidemark.offset.TransactionalOffsetStore<Map<String, Long>> transactions) {
            return switch (guarantee) {
                case INTO_SINK ->
                    new SinkOutput<>(metrics, batch -> records(batch).stream()
                            .map(name -> Measurement.timeless("seen", Map.of("record", name), new MetricValue.Sum(1)))
                            .toList());
                case WITH_STORE ->
                    new TransactionalOutput<>(
                            transactions, (batch, rows) -> records(batch).forEach(name -> count(rows, name)));
                case AT_LEAST_ONCE ->
                    new HandlerOutput<>(
                            batch -> records(batch).forEach(name -> count(handled, name)),
                            HandlerOutput.Order.HANDLE_THEN_COMMIT);
                case AT_MOST_ONCE ->
                    new HandlerOutput<>(
                            batch -> records(batch).forEach(name -> count(handled, name)),
                            HandlerOutput.Order.COMMIT_THEN_HANDLE);
            };
        }
    }

    /** Reads a batch as the executors do: what is no longer there fails it. */
    private List<String> records(List<PartitionRange> ranges) {
        List<String> names = new ArrayList<>();
        if (guarantee != Guarantee.AT_MOST_ONCE) {
            limits.measure(ranges);
        }
        for (PartitionRange range : ranges) {
            ModelCluster.Log log = cluster.log(range.partition()).orElseThrow();
            if (range.from() < log.start || range.until() > log.end) {
                throw new IllegalStateException("Cannot read " + range + ": out of range of " + log);
            }
            for (long offset = range.from(); offset < range.until(); offset++) {
                names.add(name(log, offset));
            }
        }
        return names;
    }

    private static String name(ModelCluster.Log log, long offset) {
        return log.partition + "@" + log.identity.topicId() + "/" + offset;
    }

    private static void count(Map<String, Long> counts, String name) {
        counts.merge(name, 1L, Long::sum);
    }

    /** What an emptied sink had counted before the operator said to go on is not in this one. */
    private void leaveToTheOldSink() {
        Map<TopicPartition, StoredOffset> ledger = sink.contents().load(GROUP, Set.copyOf(TOPICS));
        store.load(GROUP, Set.copyOf(TOPICS)).forEach((partition, entry) -> {
            if (ledger.keySet().stream().noneMatch(held -> held.topic().equals(partition.topic()))) {
                logOf(partition, entry).ifPresent(log -> begun.merge(log, entry.offset(), Math::max));
            }
        });
    }

    private Map<String, Long> counted() {
        if (guarantee != Guarantee.INTO_SINK) {
            return handled;
        }
        MetricQuery.Totals totals = new MetricQuery.Totals("seen", Period.all());
        Map<String, Long> counts = new HashMap<>();
        sink.contents().read(GROUP, List.of(totals)).totals(totals).forEach((tags, value) -> {
            if (value instanceof MetricValue.Sum sum) {
                counts.put(tags.getOrDefault("record", ""), sum.value());
            }
        });
        return counts;
    }

    /**
     * A store or a sink has taken first entries. If they are the group's first ones, what lies before them is not read
     * by the job's own choice; partitions and topics that are found later have to be read from their first record on.
     */
    private void enter(Map<TopicPartition, StoredOffset> governing) {
        boolean first = firstStart;
        governing.forEach((partition, entry) -> logOf(partition, entry)
                .filter(entered::add)
                .filter(log -> first)
                .ifPresent(log -> begun.put(log, entry.offset())));
    }

    private void move(OffsetReposition reposition) {
        raced |= inZombie;
        reposition.moves().forEach((partition, move) -> move.next()
                .flatMap(next -> logOf(partition, next))
                .ifPresent(entered::add));
    }

    private Optional<ModelCluster.Log> logOf(TopicPartition partition, StoredOffset entry) {
        return cluster.everyLog().stream()
                .filter(log -> log.partition.equals(partition)
                        && Optional.of(log.identity).equals(entry.identity()))
                .findAny();
    }

    /** Looks at the end of a history. */
    private final class Verdict {

        private final Map<String, Long> counts = counted();
        private final List<LossReceipt> receipts = store.lossReceipts(GROUP);

        Optional<String> problem() {
            for (ModelCluster.Log log : cluster.everyLog()) {
                boolean live = cluster.log(log.partition).filter(log::equals).isPresent();
                if (!live && !entered.contains(log)) {
                    continue;
                }
                for (long offset = 0; offset < log.longest; offset++) {
                    Optional<String> problem = problem(log, offset, live);
                    if (problem.isPresent()) {
                        return problem;
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<String> problem(ModelCluster.Log log, long offset, boolean live) {
            String name = name(log, offset);
            long count = counts.getOrDefault(name, 0L);
            long covered = receipts.stream()
                    .filter(receipt -> covers(receipt, log, offset))
                    .count();
            boolean chosen = offset < begun.getOrDefault(log, 0L);
            // what a sink lost of a log that is gone, too, nobody can bring back or know of
            boolean replaced =
                    !live && (sinkWentBack || receipts.stream().anyMatch(receipt -> isOfAnotherLog(receipt, log)));
            if (guarantee != Guarantee.AT_LEAST_ONCE && count > 1) {
                return Optional.of(name + " was counted " + count + " times");
            }
            if (guarantee == Guarantee.AT_MOST_ONCE || chosen || replaced) {
                return Optional.empty();
            }
            if (count + covered == 0) {
                return Optional.of(name + " was neither counted nor has it a receipt");
            }
            if (sinkWentBack || raced) {
                return Optional.empty();
            }
            if (covered > 1) {
                return Optional.of(name + " has " + covered + " receipts");
            }
            if (count > 0 && covered > 0 && guarantee != Guarantee.AT_LEAST_ONCE) {
                return Optional.of(name + " was counted and has a receipt");
            }
            return Optional.empty();
        }

        private boolean covers(LossReceipt receipt, ModelCluster.Log log, long offset) {
            return receipt.partition().equals(log.partition)
                    && receipt.identity().equals(Optional.of(log.identity))
                    && receipt.from() <= offset
                    && offset < receipt.until();
        }

        private boolean isOfAnotherLog(LossReceipt receipt, ModelCluster.Log log) {
            return receipt.partition().equals(log.partition)
                    && switch (receipt.reason()) {
                        case TOPIC_RECREATED, OTHER_CLUSTER, PARTITION_GONE -> true;
                        case EXPIRED, AHEAD_OF_LOG, SKIPPED -> false;
                    };
        }
    }
}
