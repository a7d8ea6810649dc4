package io.tidemark.cli.cluster;

import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.spi.KafkaConnection;
import io.tidemark.offset.spi.KafkaRemedies;
import io.tidemark.offset.verification.ClusterLogReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;

/** The Kafka cluster of the topics. */
public final class Cluster implements AutoCloseable {

    private final Admin admin;
    private final ClusterLogReader logs;
    private final Duration timeout;

    private Cluster(Admin admin, IsolationLevel isolation, Duration timeout, KafkaConnection connection) {
        this.admin = admin;
        this.logs = new ClusterLogReader(admin, isolation, timeout, connection);
        this.timeout = timeout;
    }

    /**
     * Creates a client, and checks that the port uses its protocol.
     *
     * @param settings the connection settings; {@code isolation.level} defines the end of a log
     */
    public static Cluster connect(String brokers, Map<String, String> settings, Duration timeout) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", brokers);
        all.put("default.api.timeout.ms", (int) timeout.toMillis());
        all.put("request.timeout.ms", (int) timeout.toMillis());
        Object isolation = all.remove("isolation.level");
        IsolationLevel level = isolation == null
                ? IsolationLevel.READ_UNCOMMITTED
                : isolation.toString().toLowerCase(Locale.ROOT).equals("read_committed")
                        ? IsolationLevel.READ_COMMITTED
                        : IsolationLevel.READ_UNCOMMITTED;
        KafkaConnection connection = KafkaConnection.of(all);
        connection.requireProtocol("read the cluster");
        try {
            return new Cluster(Admin.create(all), level, timeout, connection);
        } catch (KafkaException e) {
            throw CommandException.usage("Cannot connect to the cluster at " + brokers + ": " + KafkaRemedies.words(e)
                    + "; check --bootstrap-server and --command-config");
        }
    }

    /** The client, which this cluster closes. */
    public Admin admin() {
        return admin;
    }

    public ClusterLogReader logs() {
        return logs;
    }

    /**
     * Checks whether a transaction is open.
     *
     * @return the transaction; empty if there is none, or if this user may not check
     */
    Optional<String> openTransaction(String transactionalId) {
        try {
            TransactionDescription description = admin.describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return description.state() == TransactionState.ONGOING
                    ? Optional.of("transaction " + transactionalId + " is open")
                    : Optional.empty();
        } catch (ExecutionException | TimeoutException unknown) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
