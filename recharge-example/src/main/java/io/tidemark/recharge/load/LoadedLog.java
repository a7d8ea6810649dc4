package io.tidemark.recharge.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The result of a load.
 *
 * @param records how many records of the log are in the topic
 * @param loadedNow how many of them this load has written
 * @param ends for each partition, the offset after the last of the log's records
 * @param tooLong the lines that exceed the topic's maximum record size
 */
public record LoadedLog(long records, long loadedNow, Map<TopicPartition, Long> ends, LongLines tooLong) {

    private static final int SHOWN = 20;

    public LoadedLog {
        ends = Map.copyOf(ends);
    }

    /**
     * The lines that exceed the topic's maximum record size.
     *
     * @param first the first of them
     * @param count how many there are
     * @param limit the maximum size of a record in the topic, in bytes
     */
    public record LongLines(List<LongLine> first, long count, int limit) {
        public LongLines {
            first = List.copyOf(first);
        }
    }

    /** A warning for each of the first skipped lines, and one with their number; empty if there are none. */
    public List<String> warnings(Path log) {
        List<String> warnings = new ArrayList<>();
        tooLong.first().stream()
                .limit(SHOWN)
                .forEach(line -> warnings.add("Cannot load line " + line.number() + " of " + log + ": it has "
                        + line.length() + " bytes, and the topic accepts records of " + tooLong.limit()
                        + " bytes at most; it is skipped"));
        if (tooLong.count() > 0) {
            warnings.add("Skipped " + tooLong.count() + " of " + (records + tooLong.count()) + " records of " + log
                    + " because they are too long; to load them, raise the topic's max.message.bytes and load the file"
                    + " into a new topic");
        }
        return warnings;
    }
}
