package io.tidemark.offset.kafka;

import io.tidemark.servers.TestKafka;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** One broker for all tests that leave it as it is; it ends with the JVM. */
public final class SharedKafka {

    private static final TestKafka SERVER = TestKafka.start();
    private static final AtomicInteger JOURNALS = new AtomicInteger();

    static {
        SERVER.createTopic("orders", 10);
        SERVER.createTopic("refunds", 2);
    }

    private SharedKafka() {}

    static String address() {
        return SERVER.bootstrapServers();
    }

    public static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", SERVER.bootstrapServers());
    }

    /** Options with a journal that no other test has. */
    public static KafkaStoreOptions unusedJournal() {
        return KafkaStoreOptions.defaults().journalTopic("journal-" + JOURNALS.incrementAndGet());
    }

    /** Forgets the groups of earlier tests, and their journal. */
    static void forget(Admin admin, KafkaStoreOptions options) {
        try {
            Set<String> groups = admin.listConsumerGroups().all().get().stream()
                    .map(ConsumerGroupListing::groupId)
                    .collect(Collectors.toSet());
            for (KafkaFuture<Void> deleted :
                    admin.deleteConsumerGroups(groups).deletedGroups().values()) {
                try {
                    deleted.get();
                } catch (ExecutionException failure) {
                    // it goes with its last topic, too
                    if (!(failure.getCause() instanceof GroupIdNotFoundException)) {
                        throw failure;
                    }
                }
            }
            if (admin.listTopics().names().get().contains(options.journalTopic())) {
                admin.deleteTopics(Set.of(options.journalTopic())).all().get();
            }
        } catch (ExecutionException failure) {
            throw new AssertionError("the groups of an earlier test could not be deleted", failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupt);
        }
    }
}
