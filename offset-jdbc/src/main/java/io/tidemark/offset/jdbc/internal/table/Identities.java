package io.tidemark.offset.jdbc.internal.table;

import io.tidemark.offset.TopicIdentity;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** Identities as two texts, both empty for none, because the columns of a key cannot be NULL. */
public final class Identities {

    private Identities() {}

    public static String clusterId(Optional<TopicIdentity> identity) {
        return identity.map(TopicIdentity::clusterId).orElse("");
    }

    public static String topicId(Optional<TopicIdentity> identity) {
        return identity.map(known -> known.topicId().toString()).orElse("");
    }

    public static Optional<TopicIdentity> of(String clusterId, String topicId) {
        return topicId.isEmpty()
                ? Optional.empty()
                : Optional.of(new TopicIdentity(clusterId, Uuid.fromString(topicId)));
    }
}
