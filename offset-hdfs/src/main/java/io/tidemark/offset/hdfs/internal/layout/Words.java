package io.tidemark.offset.hdfs.internal.layout;

import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.spi.PercentEncoding;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** Encodes texts as words without spaces. Control characters, spaces and {@code %} are percent-encoded. */
final class Words {

    static final String NONE = "-";

    private static final PercentEncoding ENCODING = PercentEncoding.allowing(Words::isAllowed);
    private static final String EMPTY = "%";

    private Words() {}

    static String of(String text) {
        return text.isEmpty() ? EMPTY : ENCODING.encode(text);
    }

    /** @throws IllegalArgumentException if the word is not one that {@link #of} returns */
    static String text(String word) {
        return word.equals(EMPTY) ? "" : PercentEncoding.decode(word);
    }

    /** Two words: the cluster's id and the topic's id, or {@code - -} if they are not known. */
    static String identity(Optional<TopicIdentity> identity) {
        return identity.map(known -> of(known.clusterId()) + " " + known.topicId())
                .orElse(NONE + " " + NONE);
    }

    static Optional<TopicIdentity> identity(String clusterId, String topicId) {
        // a cluster may have a dash for its id, a topic may not
        return topicId.equals(NONE)
                ? Optional.empty()
                : Optional.of(new TopicIdentity(text(clusterId), Uuid.fromString(topicId)));
    }

    private static boolean isAllowed(int point) {
        return !Character.isISOControl(point)
                && !Character.isWhitespace(point)
                && !Character.isSpaceChar(point)
                && Character.getType(point) != Character.FORMAT;
    }
}
