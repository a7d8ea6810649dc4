package io.tidemark.cli.doctor;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.ClusterAddress;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.plan.Governing;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs all checks, first those that others depend on: brokers, topics, group, store, stored offsets, sink, job. A check
 * that depends on a failed one is skipped, so that the first problem is the cause. It changes nothing.
 */
public final class Doctor {

    private static final String CLUSTER = "cluster";
    private static final String STORE = "store";
    private static final String OFFSETS = "offsets";
    private static final String SINK = "sink";

    private final Subject subject;
    private final Findings findings = new Findings();
    private final ServerChecks servers;

    /**
     * The subject of an examination.
     *
     * @param group the job's group
     * @param topics the job's topics; those with stored offsets if empty
     * @param store the address of the store
     * @param cluster the address of the cluster
     * @param sink the address of the sink, if it is examined too
     * @param quietFor how old the newest record and the last commit may be
     * @param watch how long to watch for a second driver
     * @param clock this machine's clock
     */
    public record Subject(
            GroupId group,
            Set<String> topics,
            StoreAddress store,
            Optional<ClusterAddress> cluster,
            Optional<StoreAddress> sink,
            Duration quietFor,
            Duration watch,
            Clock clock) {

        public Subject {
            topics = Set.copyOf(topics);
        }
    }

    private Doctor(Subject subject) {
        this.subject = subject;
        this.servers = new ServerChecks(subject.group(), subject.clock(), findings);
    }

    /** Runs the checks. */
    public static Findings examine(Subject subject) {
        Doctor doctor = new Doctor(subject);
        doctor.examine();
        return doctor.findings;
    }

    private void examine() {
        Optional<Cluster> usable = cluster();
        try {
            store(usable);
        } finally {
            usable.ifPresent(Cluster::close);
        }
    }

    private Optional<Cluster> cluster() {
        if (subject.cluster().isEmpty()) {
            findings.skipped(CLUSTER, "not checked: give --bootstrap-server, or set TIDEMARK_BOOTSTRAP_SERVER");
            return Optional.empty();
        }
        ClusterAddress address = subject.cluster().get();
        return new BrokerChecks(address, findings).run() ? Optional.of(address.connect()) : Optional.empty();
    }

    /** The store is opened first because it knows the topics. It is reported after the topics. */
    private void store(Optional<Cluster> cluster) {
        Optional<OpenOffsetStore> opened = Optional.empty();
        Map<TopicPartition, StoredOffset> entries = new HashMap<>();
        Optional<RuntimeException> failure = Optional.empty();
        try {
            OpenOffsetStore store = subject.store().open();
            opened = Optional.of(store);
            entries.putAll(store.store().load(subject.group()));
        } catch (OffsetStoreException | CommandException e) {
            failure = Optional.of(e);
        }
        try {
            Set<String> topics = topics(cluster, entries);
            failure.ifPresent(e -> servers.failed(STORE, e));
            opened.ifPresent(store -> servers.run(STORE, store));
            OptionalLong lag = OptionalLong.empty();
            boolean readable = opened.isPresent() && failure.isEmpty();
            if (readable) {
                lag = offsets(opened.get(), cluster, entries, topics);
            }
            sink();
            if (readable) {
                job(opened.get(), lag);
            }
        } catch (OffsetStoreException e) {
            // the store answered before: the findings until now are still reported
            servers.failed(STORE, e);
        } finally {
            opened.ifPresent(OpenOffsetStore::close);
        }
    }

    /** The job's topics that exist. */
    private Set<String> topics(Optional<Cluster> cluster, Map<TopicPartition, StoredOffset> entries) {
        Set<String> topics = new TreeSet<>(subject.topics());
        if (topics.isEmpty()) {
            entries.keySet().forEach(partition -> topics.add(partition.topic()));
        }
        if (cluster.isEmpty()) {
            return topics;
        }
        Duration timeout = subject.cluster().orElseThrow().timeout();
        if (topics.isEmpty()) {
            findings.skipped("topic", "not checked: give --topic, because no topic has stored offsets");
        }
        new TopicChecks(cluster.get(), timeout, subject.quietFor(), subject.clock(), findings).run(topics);
        new GroupChecks(cluster.get(), timeout, subject.store().brokers().isPresent(), findings).run(subject.group());
        return topics;
    }

    private OptionalLong offsets(
            OpenOffsetStore opened,
            Optional<Cluster> cluster,
            Map<TopicPartition, StoredOffset> entries,
            Set<String> topics) {
        OffsetChecks checks = new OffsetChecks(subject.group(), findings);
        OptionalLong lag = OptionalLong.empty();
        if (cluster.isPresent()) {
            Map<TopicPartition, StoredOffset> ofTopics = new HashMap<>(entries);
            ofTopics.keySet().removeIf(partition -> !topics.contains(partition.topic()));
            lag = checks.run(ofTopics, cluster.get(), topics);
        }
        checks.losses(opened.store().lossReceipts(subject.group()));
        Governing.of(opened.store(), subject.group())
                .followed()
                .ifPresent(ledger -> findings.ok(
                        OFFSETS,
                        "the store follows " + ledger.url().orElse(ledger.name())
                                + ", the ledger of a sink, which governs; --store with this URL examines it"));
        return lag;
    }

    private void sink() {
        if (subject.sink().isEmpty()) {
            return;
        }
        try (OpenOffsetStore sink = subject.sink().get().open()) {
            servers.run(SINK, sink);
        } catch (OffsetStoreException | CommandException e) {
            servers.failed(SINK, e);
        }
    }

    private void job(OpenOffsetStore opened, OptionalLong lag) {
        new JobChecks(opened.store(), subject.group(), subject.quietFor(), subject.watch(), subject.clock(), findings)
                .run(lag);
    }
}
