package io.tidemark.offset.kafka;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/** Why a call failed, and what to do, for people. */
final class Reasons {

    private Reasons() {}

    static String of(KafkaException failure, KafkaStoreOptions options) {
        return texts(failure) + advice(failure, options);
    }

    private static String texts(Throwable failure) {
        Set<String> texts = new LinkedHashSet<>();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.startsWith(cause.getClass().getPackageName())) {
                texts.add(message);
            }
        }
        if (failure instanceof InterruptException) {
            return "the thread was interrupted";
        }
        return texts.isEmpty() ? failure.getClass().getSimpleName() : String.join(": ", texts);
    }

    private static String advice(Throwable failure, KafkaStoreOptions options) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransactionalIdAuthorizationException) {
                return "; allow this user WRITE and DESCRIBE on transactional ids that begin with "
                        + options.transactionalIdPrefix() + ", or use PlainKafkaOffsetStore, which promises less";
            }
            if (cause instanceof GroupAuthorizationException) {
                return "; allow this user READ on the group";
            }
            if (cause instanceof UnknownMemberIdException) {
                return "; consumers subscribe with this group, and Kafka takes offsets from nobody else while they do."
                        + " Stop them, let them assign their partitions themselves, or use KafkaOffsetStore, whose"
                        + " transactions are taken";
            }
            if (cause instanceof OffsetMetadataTooLarge) {
                return "; the broker's offset.metadata.max.bytes is below the default of 4096, raise it";
            }
            if (cause instanceof AuthenticationException) {
                return "; check user and password, or whatever else the clients log in with";
            }
            if (cause instanceof TimeoutException) {
                return "; nothing was applied, the next call tries again with new connections. Check that the brokers run,"
                        + " have room on their disks and can be reached";
            }
        }
        return "; check that the brokers run, have room on their disks and can be reached";
    }
}
