package io.tidemark.cli.doctor;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.spi.KafkaRemedies;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Checks the consumer group of the same name in the cluster: permissions and members. */
final class GroupChecks {

    private static final String GROUP = "group";

    private final Cluster cluster;
    private final Duration timeout;
    private final boolean storeIsKafka;
    private final Findings findings;

    GroupChecks(Cluster cluster, Duration timeout, boolean storeIsKafka, Findings findings) {
        this.cluster = cluster;
        this.timeout = timeout;
        this.storeIsKafka = storeIsKafka;
        this.findings = findings;
    }

    void run(GroupId group) {
        try {
            ConsumerGroupDescription description = cluster.admin()
                    .describeConsumerGroups(
                            List.of(group.value()),
                            new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .all()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .get(group.value());
            if (description != null) {
                describe(group, description);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            findings.skipped(GROUP, "not checked: interrupted");
        } catch (ExecutionException | TimeoutException e) {
            failed(group, e);
        }
    }

    private void describe(GroupId group, ConsumerGroupDescription description) {
        Set<AclOperation> allowed = description.authorizedOperations();
        if (storeIsKafka && allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.READ)) {
            noPermission("this user may describe group " + group + ", but not read it");
            return;
        }
        List<String> members = description.members().stream()
                .map(member -> member.clientId() + " at " + member.host())
                .sorted()
                .toList();
        if (members.isEmpty()) {
            findings.ok(GROUP, "no consumer has subscribed with group " + group);
        } else {
            findings.warning(
                    GROUP,
                    "consumers have subscribed with group " + group + ": " + String.join(", ", members),
                    "A job on Tidemark joins no group, so these read the same topics beside it. If that is not"
                            + " intended,"
                            + " stop them or use another group for them");
        }
    }

    private void failed(GroupId group, Exception failure) {
        if (failure.getCause() instanceof GroupIdNotFoundException) {
            findings.ok(GROUP, "no consumer has subscribed with group " + group);
        } else if (!(failure.getCause() instanceof GroupAuthorizationException)) {
            findings.problem(
                    GROUP,
                    "the cluster did not describe group " + group + ": " + KafkaRemedies.words(failure),
                    KafkaRemedies.of(failure).orElse("Read the brokers' logs"));
        } else if (storeIsKafka) {
            noPermission("this user may not describe group " + group);
        } else {
            findings.skipped(
                    GROUP, "this user may not describe group " + group + ", which a job with this store does not need");
        }
    }

    private void noPermission(String text) {
        findings.problem(
                GROUP,
                text + ", and a store in Kafka needs both",
                "Allow the user READ on the group (kafka-acls.sh --operation Read --group)");
    }
}
