package io.tidemark.recharge.prove;

import java.util.Map;
import java.util.TreeMap;

/**
 * Maps the records of the log to partitions and offsets: one after the other around all partitions that there
 * are. For use by one thread at a time.
 */
final class Spread {

    /** From which record on there are how many partitions. */
    private final TreeMap<Long, Integer> partitions = new TreeMap<>();

    Spread(int partitions) {
        this.partitions.put(0L, partitions);
    }

    /** From a record on there are so many partitions. */
    void change(long fromRecord, int count) {
        partitions.put(fromRecord, count);
    }

    int partitions() {
        return partitions.lastEntry().getValue();
    }

    /** Goes over the records from the first one on. */
    Places places() {
        return new Places();
    }

    /**
     * Where a record is.
     *
     * @param partition its partition
     * @param offset its offset
     */
    record Place(int partition, long offset) {}

    /** The places of the records, one by one. */
    final class Places {

        private final Map<Integer, Long> ends = new TreeMap<>();
        private long record;

        /** The next record's. */
        Place next() {
            int count = partitions.floorEntry(record).getValue();
            int partition = (int) (record++ % count);
            return new Place(partition, ends.merge(partition, 1L, Long::sum) - 1);
        }

        /** Where each partition that has records ends by now. */
        Map<Integer, Long> ends() {
            return Map.copyOf(ends);
        }
    }
}
