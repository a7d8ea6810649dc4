package io.tidemark.offset.hdfs.internal.layout;

import io.tidemark.offset.Governor;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The complete state of a group: the content of its newest file.
 *
 * @param number the number of the write; 0 if nothing has been written
 * @param attempt the random id of the attempt that wrote it
 * @param offsets all entries
 * @param governor what governs the group, if it is recorded
 * @param receipts the name of the file of its loss receipts, if it has some
 */
public record GroupState(
        long number,
        String attempt,
        Map<TopicPartition, StoredOffset> offsets,
        Optional<Governor> governor,
        Optional<String> receipts) {

    private static final GroupState NONE = new GroupState(0, "", Map.of(), Optional.empty(), Optional.empty());

    public GroupState {
        offsets = Map.copyOf(offsets);
    }

    /** The state of a group that has nothing stored. */
    public static GroupState none() {
        return NONE;
    }

    /**
     * Checks that the state is the one that its file's name announces.
     *
     * @param expected the number in the name
     * @param file the complete path, for messages
     * @throws OffsetStoreException if it is another one
     */
    public GroupState requireNumber(long expected, String file) {
        if (number != expected) {
            throw new OffsetStoreException("Cannot read " + file + ": its text is that of write " + number
                    + ", so it was copied or renamed by hand. Stop the job and move the file away: the file with the"
                    + " number before it then governs");
        }
        return this;
    }
}
