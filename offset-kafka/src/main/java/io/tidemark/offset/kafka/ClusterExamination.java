package io.tidemark.offset.kafka;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.KafkaFutures;
import io.tidemark.offset.spi.Diagnosis;
import io.tidemark.offset.spi.KafkaRemedies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Examines what a store in Kafka needs of its cluster: the journal, its settings, and this user's permissions. */
final class ClusterExamination {

    private final Admin admin;
    private final KafkaStoreOptions options;
    private final Deadline deadline;
    private final List<Diagnosis> found = new ArrayList<>();

    private ClusterExamination(Admin admin, KafkaStoreOptions options) {
        this.admin = admin;
        this.options = options;
        this.deadline = Deadline.in(options.timeout());
    }

    static List<Diagnosis> of(Admin admin, KafkaStoreOptions options, GroupId group, KafkaOffsetStore.Mode mode) {
        ClusterExamination examination = new ClusterExamination(admin, options);
        examination.journal();
        if (mode == KafkaOffsetStore.Mode.TRANSACTIONS) {
            examination.transactions(options.transactionalId(group.value()));
        }
        return List.copyOf(examination.found);
    }

    private void journal() {
        String name = options.journalTopic();
        try {
            TopicDescription description = KafkaFutures.await(
                            admin.describeTopics(
                                            List.of(name),
                                            new DescribeTopicsOptions().includeAuthorizedOperations(true))
                                    .allTopicNames(),
                            deadline)
                    .values()
                    .iterator()
                    .next();
            Set<AclOperation> allowed = description.authorizedOperations();
            if (allowed != null
                    && !allowed.isEmpty()
                    && !allowed.containsAll(Set.of(AclOperation.READ, AclOperation.WRITE))) {
                found.add(Diagnosis.problem(
                        "this user may not read and write the journal " + name,
                        "Allow the user READ, WRITE and DESCRIBE on the topic " + name));
                return;
            }
            compaction(name);
        } catch (UnknownTopicOrPartitionException missing) {
            found.add(Diagnosis.ok("the journal " + name + " does not exist yet; the first write creates it"));
        } catch (AuthorizationException refused) {
            found.add(Diagnosis.problem(
                    "this user may not describe the journal " + name + ", or it does not exist",
                    "Allow the user READ, WRITE and DESCRIBE on the topic " + name));
        }
    }

    private void compaction(String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            ConfigEntry policy = KafkaFutures.await(
                            admin.describeConfigs(Set.of(resource)).all(), deadline)
                    .values()
                    .iterator()
                    .next()
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
                found.add(Diagnosis.problem(
                        "the journal " + name + " has cleanup.policy=" + policy.value() + ", which deletes entries",
                        "Set cleanup.policy of the topic to compact (kafka-configs.sh --alter)"));
                return;
            }
        } catch (AuthorizationException mayNotLook) {
            // the store does not need this permission
        }
        found.add(Diagnosis.ok("the journal " + name + " keeps all entries, and this user may write it"));
    }

    private void transactions(String id) {
        try {
            KafkaFutures.await(admin.describeTransactions(Set.of(id)).description(id), deadline);
            found.add(Diagnosis.ok("transactional id " + id + " is known"));
        } catch (TransactionalIdNotFoundException unused) {
            found.add(Diagnosis.ok("transactional id " + id + " has not written yet"));
        } catch (AuthorizationException refused) {
            found.add(Diagnosis.problem(
                    "this user may not use transactional id " + id,
                    KafkaRemedies.of(refused).orElse("")));
        }
    }
}
