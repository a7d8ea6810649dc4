package io.tidemark.recharge.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A log that is in its topic.
 *
 * @param records how many records of the log are in the topic
 * @param loadedNow how many of them were not there before
 * @param ends for each partition, the offset after the last of the log's records
 * @param tooLong the lines that the topic does not take
 */
public record LoadedLog(long records, long loadedNow, Map<TopicPartition, Long> ends, LongLines tooLong) {

    private static final int SHOWN = 20;

    public LoadedLog {
        ends = Map.copyOf(ends);
    }

    /**
     * The lines that the topic does not take.
     *
     * @param first the first of them
     * @param count how many there are
     * @param limit the largest record that the topic takes, in bytes
     */
    public record LongLines(List<LongLine> first, long count, int limit) {
        public LongLines {
            first = List.copyOf(first);
        }
    }

    /** A warning for each of the first lines that were left out, and one with their number; empty if there are none. */
    public List<String> warnings(Path log) {
        List<String> warnings = new ArrayList<>();
        tooLong.first().stream()
                .limit(SHOWN)
                .forEach(line -> warnings.add("Cannot load line " + line.number() + " of " + log + ": it has "
                        + line.length() + " bytes, and the topic takes records of " + tooLong.limit()
                        + " bytes at most; it is left out"));
        if (tooLong.count() > 0) {
            warnings.add("Left out " + tooLong.count() + " of " + (records + tooLong.count()) + " records of " + log
                    + " because they are too long; to load them, raise the topic's max.message.bytes and load the file"
                    + " into a new topic");
        }
        return warnings;
    }
}
