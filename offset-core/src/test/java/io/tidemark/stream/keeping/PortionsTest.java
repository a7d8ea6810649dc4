package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls of a store that takes only so many partitions at once. */
class PortionsTest {

    private final Portions portions = new Portions();
    private final List<List<Integer>> taken = new ArrayList<>();
    private int refused;

    @Test
    void everyPartitionIsInOneCallAndTheSizeIsRemembered() {
        List<Integer> partitions = IntStream.range(0, 100).boxed().toList();

        portions.each(partitions, this::takeTen);
        assertThat(taken.stream().flatMap(List::stream)).containsExactlyElementsOf(partitions);
        assertThat(refused).isEqualTo(4);
        portions.each(partitions, this::takeTen);
        assertThat(refused).isEqualTo(4);
    }

    @Test
    void onePartitionThatIsTooLargeIsAFailureThatNamesIt() {
        assertThatThrownBy(() -> portions.each(List.of("orders-7"), partitions -> {
                    throw new BatchTooLargeException("it takes 7, the limit is 6");
                }))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll("orders-7", "it takes 7, the limit is 6");
    }

    private void takeTen(List<Integer> partitions) {
        if (partitions.size() > 10) {
            refused++;
            throw new BatchTooLargeException("too many");
        }
        taken.add(List.copyOf(partitions));
    }
}
