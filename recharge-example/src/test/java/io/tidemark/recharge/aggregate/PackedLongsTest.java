package io.tidemark.recharge.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.testing.Serialized;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Encodes and decodes numbers, alone and in the tables that hold them. */
class PackedLongsTest {

    private static final long[] EDGES = LongStream.iterate(1, bit -> bit != 0, bit -> bit << 1)
            .flatMap(bit -> LongStream.of(bit - 1, bit, bit + 1, -bit, -bit - 1, -bit + 1))
            .toArray();

    @Test
    void whatWasPackedComesOutAgain() {
        assertThat(unpacked(EDGES)).containsExactly(EDGES);
        assertThat(unpacked()).isEmpty();
        assertThat(unpacked(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1))
                .containsExactly(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1);
        long[] random = new Random(8).longs(10_000).toArray();
        assertThat(unpacked(random)).containsExactly(random);
    }

    @Test
    void onlyTheFirstArePacked() {
        assertThat(PackedLongs.unpack(PackedLongs.pack(new long[] {3, -4, 5, 6}, 2)))
                .containsExactly(3, -4);
    }

    @Test
    void smallNumbersAreOneByte() {
        assertThat(PackedLongs.pack(new long[] {0, 63, -64}, 3)).hasSize(3);
        assertThat(PackedLongs.pack(new long[] {64}, 1)).hasSize(2);
        assertThat(PackedLongs.pack(new long[] {Long.MIN_VALUE}, 1)).hasSize(10);
    }

    @Test
    void anIndexThatTravelledKnowsItsKeysAndTakesMore() {
        for (int keys : new int[] {0, 1, 7, 8, 9, 1_000}) {
            LongIndex index = new LongIndex();
            long[] drawn = new Random(keys)
                    .longs(keys, -1_000_000_000_000L, 1_000_000_000_000L)
                    .toArray();
            for (long key : drawn) {
                index.numberOf(key);
            }
            LongIndex copy = Serialized.copy(index);
            assertThat(copy.size()).isEqualTo(keys);
            for (int number = 0; number < keys; number++) {
                assertThat(copy.key(number)).isEqualTo(drawn[number]);
                assertThat(copy.numberOf(drawn[number])).isEqualTo(number);
            }
            for (int more = 0; more < 1_000; more++) {
                assertThat(copy.numberOf(Long.MAX_VALUE - more)).isEqualTo(keys + more);
            }
            assertThat(copy.numberOf(Long.MAX_VALUE)).isEqualTo(keys);
        }
    }

    @Test
    void aColumnThatTravelledHasItsSumsAndTakesMore() {
        for (long[] sums : new long[][] {{}, {0, 0, 7}, {Long.MAX_VALUE, 1, 0, 0, 0, 0, 0, 0, 0, 0}}) {
            LongColumn column = new LongColumn();
            for (int number = 0; number < sums.length; number++) {
                column.add(number, sums[number]);
            }
            LongColumn copy = Serialized.copy(column);
            copy.add(20, 5);
            for (int number = 0; number < 20; number++) {
                assertThat(copy.sum(number)).isEqualTo(number < sums.length ? sums[number] : 0);
            }
            assertThat(copy.sum(20)).isEqualTo(5);
        }
    }

    private static long[] unpacked(long... numbers) {
        return PackedLongs.unpack(PackedLongs.pack(numbers, numbers.length));
    }
}
