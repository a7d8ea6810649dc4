package io.tidemark.cli.options;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Selection;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The options for the group and its topics, with the names of Kafka's own tools. */
public final class GroupOptions {

    @Option(names = "--group", required = true, paramLabel = "GROUP", description = "The consumer group of the job.")
    private String group = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC[:P,P]",
            description = "A topic, or some partitions of it: orders, orders:0,1. May be given more than once.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--all-topics",
            description =
                    "All topics that the group has stored offsets or loss receipts of, also those that the cluster"
                            + " no longer has. Commands that only read take them if no --topic is given.")
    private boolean allTopics;

    public GroupId group() {
        return Groups.parse(group);
    }

    /** Validates the options of a command that only reads: without topics, it reads all of them. */
    public void allTopicsByDefault() {
        allTopics |= topics.isEmpty();
        requireTopics();
    }

    /** Validates the options before anything is opened. */
    public void requireTopics() {
        if (allTopics == !topics.isEmpty()) {
            throw CommandException.usage(
                    "Cannot tell which topics: give either --topic, as in --topic orders or --topic orders:0,1, or"
                            + " --all-topics");
        }
        Selection.parse(topics);
    }

    /** The verdicts on the selected partitions; with all topics, on those that have stored offsets. */
    public Verdicts verdicts(OffsetStore store, Cluster cluster, Selection selection) {
        Verdicts found = Verdicts.find(store, cluster, group(), selection);
        return allTopics ? found.ofStoredTopics() : found;
    }

    /** The selected partitions; only whole topics for commands that cannot handle single partitions. */
    public Selection wholeTopics(OffsetStore store) {
        Selection selection = selection(store);
        if (selection.namesPartitions()) {
            throw CommandException.usage("Cannot do this for single partitions " + selection
                    + ": a group's topics belong together here; give --topic without partitions");
        }
        return selection;
    }

    public Selection selection(OffsetStore store) {
        requireTopics();
        if (!allTopics) {
            return Selection.parse(topics);
        }
        Set<String> all = new TreeSet<>();
        store.load(group()).keySet().forEach(partition -> all.add(partition.topic()));
        for (LossReceipt receipt : store.lossReceipts(group())) {
            all.add(receipt.partition().topic());
        }
        return Selection.ofTopics(all);
    }
}
