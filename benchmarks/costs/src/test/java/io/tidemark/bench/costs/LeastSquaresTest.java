package io.tidemark.bench.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LeastSquaresTest {

    @Test
    void pointsOnALineGiveThatLine() {
        LeastSquares line = LeastSquares.of(new double[] {8, 4, 2, 1}, new double[] {850, 450, 250, 150});

        assertThat(line.fixed()).isCloseTo(50, within(1e-9));
        assertThat(line.slope()).isCloseTo(100, within(1e-9));
        assertThat(line.at(0.5)).isCloseTo(100, within(1e-9));
    }

    @Test
    void pointsThatAreNotOnALineLieOnBothSidesOfIt() {
        LeastSquares line = LeastSquares.of(new double[] {0, 1, 2}, new double[] {0, 3, 0});

        assertThat(line).isEqualTo(new LeastSquares(1, 0));
    }

    @Test
    void onePlaceGivesALevelLine() {
        assertThat(LeastSquares.of(new double[] {1, 1}, new double[] {4, 6})).isEqualTo(new LeastSquares(5, 0));
    }
}
