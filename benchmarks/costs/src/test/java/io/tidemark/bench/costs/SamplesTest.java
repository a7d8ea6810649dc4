package io.tidemark.bench.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void theMedianIsTheOneInTheMiddleOrBetweenTheTwoThere() {
        assertThat(of(9, 1, 5).median()).isEqualTo(5);
        assertThat(of(9, 1, 5, 6).median()).isEqualTo(5.5);
    }

    @Test
    void quantilesAreInterpolated() {
        Samples tens =
                of(DoubleStream.iterate(0, value -> value + 10).limit(101).toArray());

        assertThat(tens.quantile(0)).isZero();
        assertThat(tens.quantile(0.995)).isEqualTo(995);
        assertThat(tens.quantile(1)).isEqualTo(1_000);
    }

    @Test
    void theLastOnesAreThoseAddedLast() {
        assertThat(of(1, 2, 30, 50).last(2).median()).isEqualTo(40);
        assertThat(of(1, 3).last(5).median()).isEqualTo(2);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> new Samples().median()).hasMessageContaining("nothing was measured");
    }

    private static Samples of(double... values) {
        Samples samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }
}
