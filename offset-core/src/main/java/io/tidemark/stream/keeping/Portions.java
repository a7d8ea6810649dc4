package io.tidemark.stream.keeping;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes partitions to a store or sink in as few calls as its limits allow, and remembers how many partitions one call
 * accepts. Each call has its own condition, so a start can resume after a crash between two calls. Used by one thread
 * at a time.
 */
final class Portions {

    private int most = Integer.MAX_VALUE;

    /**
     * Makes the calls, in the order of the partitions.
     *
     * @throws OffsetStoreException if one partition alone is too large
     */
    <T> void each(List<T> partitions, Consumer<List<T>> call) {
        int done = 0;
        while (done < partitions.size()) {
            List<T> portion = partitions.subList(done, done + Math.min(most, partitions.size() - done));
            try {
                call.accept(portion);
                done += portion.size();
            } catch (BatchTooLargeException e) {
                if (portion.size() == 1) {
                    throw new OffsetStoreException(
                            "Cannot make a write of " + portion.get(0)
                                    + " any smaller: it has one partition only, and is still too large: "
                                    + e.getMessage(),
                            e);
                }
                most = portion.size() / 2;
            }
        }
    }
}
