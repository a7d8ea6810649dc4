package io.tidemark.offset.spi;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The remedy for each kind of error of Kafka's brokers and clients, by the simple name of Kafka's exception. All
 * messages of Tidemark about Kafka take their remedies from this table.
 *
 * @since 0.1
 */
public final class KafkaRemedies {

    /** The table. A row also applies to the subclasses of its exception, unless they have their own rows. */
    public static final Remedies TABLE = Remedies.builder()
            .add(
                    "TransactionalIdAuthorizationException",
                    "Allow this user WRITE and DESCRIBE on transactional ids that begin with tidemark- (or with the store's"
                            + " own prefix), or use KafkaOffsetStore.withoutTransactions (mode=plain), which promises less")
            .add("GroupAuthorizationException", "Allow this user READ on the group, or DESCRIBE if it only reads")
            .add(
                    "TopicAuthorizationException",
                    "Allow this client's user READ and DESCRIBE on the topic, and WRITE and CREATE on the store's journal"
                            + " topic")
            .add(
                    "ClusterAuthorizationException",
                    "Allow this client's user the operation on the cluster (kafka-acls.sh)")
            .add("AuthorizationException", "Allow this client's user the operation (kafka-acls.sh)")
            .add(
                    "UnsupportedSaslMechanismException",
                    "Set sasl.mechanism to one of the mechanisms that the broker has enabled for this port")
            .add(
                    "IllegalSaslStateException",
                    "The port does not use SASL. Set security.protocol to PLAINTEXT or SSL, or connect to the port of the"
                            + " SASL listener")
            .add(
                    "SslAuthenticationException",
                    "Check that ssl.truststore.location holds the authority that signed the broker's certificate, that the"
                            + " certificate names the host in bootstrap.servers, and, if the broker asks for a client"
                            + " certificate, ssl.keystore.location")
            .add(
                    "SaslAuthenticationException",
                    "Correct the user and the password (sasl.jaas.config), and check that the user exists for this"
                            + " sasl.mechanism")
            .add("AuthenticationException", "Check security.protocol and the credentials of this client")
            .add(
                    "UnknownMemberIdException",
                    "Consumers subscribe with this group, and Kafka then takes offsets from its members only. Stop them, let"
                            + " them assign their partitions themselves, or use KafkaOffsetStore, whose transactions are"
                            + " accepted")
            .add(
                    "OffsetMetadataTooLarge",
                    "Raise the broker's offset.metadata.max.bytes to its default of 4096, or use a shorter writer name")
            .add(
                    "InvalidCommitOffsetSizeException",
                    "One partition's offset is larger than max.message.bytes of the topic __consumer_offsets. Raise it to"
                            + " the default of 1048588")
            .add(
                    "RecordTooLargeException",
                    "One record is larger than max.message.bytes of its topic or message.max.bytes of the broker. Raise the"
                            + " limit to the default of 1048588")
            .add(
                    "RecordBatchTooLargeException",
                    "A batch of records is larger than segment.bytes of its topic. Raise segment.bytes")
            .add(
                    "NotEnoughReplicasException",
                    "Fewer replicas are in sync than min.insync.replicas of the topic requires. Start the missing brokers,"
                            + " or lower min.insync.replicas")
            .add(
                    "NotEnoughReplicasAfterAppendException",
                    "Fewer replicas are in sync than min.insync.replicas of the topic requires. Start the missing brokers,"
                            + " or lower min.insync.replicas")
            .add(
                    "InvalidReplicationFactorException",
                    "The cluster has fewer brokers than the replication factor. Start the missing brokers, or create the"
                            + " topic by hand with a smaller factor")
            .add(
                    "PolicyViolationException",
                    "The cluster's policy for new topics forbids these settings. Create the topic by hand as the policy"
                            + " requires")
            .add(
                    "CoordinatorNotAvailableException",
                    "The internal topic __consumer_offsets or __transaction_state has no leader. Check that as many brokers"
                            + " run as offsets.topic.replication.factor and transaction.state.log.replication.factor"
                            + " require")
            .add(
                    "LeaderNotAvailableException",
                    "A partition has no leader. Start the brokers that hold its replicas (kafka-topics.sh --describe)")
            .add(
                    "KafkaStorageException",
                    "The broker cannot use a log directory. Its log names the directory and the cause, such as a full disk")
            .add(
                    "InvalidTxnTimeoutException",
                    "Raise the broker's transaction.max.timeout.ms, or set a shorter timeout of the store")
            .add("UnsupportedVersionException", "The brokers are too old for this request: use Kafka 2.5 or later")
            .add("UnknownTopicOrPartitionException", "Create the topic, or correct its name")
            .add("InvalidTopicException", "Correct the topic's name")
            .add("ConfigException", "Correct the setting that the message names")
            .add(
                    "TimeoutException",
                    "Check bootstrap.servers, that the brokers run, have room on their disks and can be reached under"
                            + " their advertised.listeners, and that security.protocol fits the port")
            .add(
                    "DisconnectException",
                    "Check bootstrap.servers, that the brokers run, and that security.protocol fits the port")
            .build();

    private static final int DEEPEST = 20;

    private KafkaRemedies() {}

    /**
     * The remedy for a failure.
     *
     * @param failure the exception of a Kafka client
     * @return the remedy of the first exception in the chain of causes that the table knows; empty if it knows none
     */
    public static Optional<String> of(Throwable failure) {
        int depth = 0;
        for (@Nullable Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            for (@Nullable Class<?> kind = cause.getClass(); kind != null; kind = kind.getSuperclass()) {
                Optional<String> remedy = TABLE.of(kind.getSimpleName());
                if (remedy.isPresent() && isKafkas(kind)) {
                    return remedy;
                }
            }
            Optional<String> told = toldAsText(cause)
                    .flatMap(error -> TABLE.of(error.exception().getClass().getSimpleName()));
            if (told.isPresent()) {
                return told;
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a failure or one of its causes is of a kind.
     *
     * @param failure the exception of a Kafka client
     * @param kind an exception that a broker's error code stands for
     */
    public static boolean isKind(Throwable failure, Class<? extends ApiException> kind) {
        int depth = 0;
        for (@Nullable Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (kind.isInstance(cause)
                    || toldAsText(cause)
                            .filter(error -> kind.isInstance(error.exception()))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** A producer has no exception type for some errors, and appends the text of the error code to its own message. */
    private static Optional<Errors> toldAsText(Throwable failure) {
        String text = failure.getMessage();
        if (failure.getClass() != KafkaException.class || text == null || !text.startsWith("Unexpected error in ")) {
            return Optional.empty();
        }
        return Arrays.stream(Errors.values())
                .filter(error -> error.exception() != null && text.contains(error.message()))
                .findFirst();
    }

    /**
     * The messages of a failure and of its causes, each once.
     *
     * @param failure the exception of a Kafka client
     * @return one line for messages, without a full stop
     */
    public static String words(Throwable failure) {
        if (failure instanceof InterruptException) {
            return "the thread was interrupted";
        }
        Set<String> words = new LinkedHashSet<>();
        int depth = 0;
        for (@Nullable Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            String text = cause.getMessage();
            // a wrapping exception repeats its cause as text
            if (text != null
                    && !text.startsWith(cause.getClass().getPackageName())
                    && words.stream().noneMatch(earlier -> earlier.contains(text))) {
                words.add(text.strip().replaceFirst("\\.$", ""));
            }
        }
        return words.isEmpty() ? failure.getClass().getSimpleName() : String.join(": ", words);
    }

    private static boolean isKafkas(Class<?> kind) {
        return KafkaException.class.isAssignableFrom(kind)
                || kind.getName().startsWith(KafkaException.class.getPackageName());
    }
}
