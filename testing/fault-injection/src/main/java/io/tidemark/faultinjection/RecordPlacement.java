package io.tidemark.faultinjection;

import java.util.Map;
import java.util.TreeMap;

/**
 * Assigns the records of the log to partitions and offsets, round robin over all current partitions. For use by one
 * thread at a time.
 */
final class RecordPlacement {

    /** The number of partitions, by the first record for which it holds. */
    private final TreeMap<Long, Integer> partitions = new TreeMap<>();

    RecordPlacement(int partitions) {
        this.partitions.put(0L, partitions);
    }

    /** Sets the number of partitions from a record on. */
    void change(long fromRecord, int count) {
        partitions.put(fromRecord, count);
    }

    int partitions() {
        return partitions.lastEntry().getValue();
    }

    /** Iterates over the records, from the first one. */
    Places places() {
        return new Places();
    }

    /**
     * The position of a record.
     *
     * @param partition its partition
     * @param offset its offset
     */
    record Place(int partition, long offset) {}

    /** The positions of the records, one by one. */
    final class Places {

        private final Map<Integer, Long> ends = new TreeMap<>();
        private long record;

        /** The position of the next record. */
        Place next() {
            int count = partitions.floorEntry(record).getValue();
            int partition = (int) (record++ % count);
            return new Place(partition, ends.merge(partition, 1L, Long::sum) - 1);
        }

        /** The current end of each partition that has records. */
        Map<Integer, Long> ends() {
            return Map.copyOf(ends);
        }
    }
}
