package io.tidemark.bench.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.bench.costs.BatchModel.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchModelTest {

    @Test
    void pointsOfAModelGiveThatModel() {
        BatchModel found = BatchModel.of(points(new BatchModel(50, 0.5, 4)));

        assertThat(found.once()).isCloseTo(50, within(1e-6));
        assertThat(found.ofPartition()).isCloseTo(0.5, within(1e-6));
        assertThat(found.ofTask()).isCloseTo(4, within(1e-6));
        assertThat(found.at(8, 24)).isCloseTo(50 + 12 + 12, within(1e-6));
    }

    @Test
    void aTermBelowZeroIsLeftOut() {
        assertThat(BatchModel.of(points(new BatchModel(50, -0.5, 4))).ofPartition())
                .isZero();
        assertThat(BatchModel.of(points(new BatchModel(50, 4, -0.5))).ofTask()).isZero();
    }

    @Test
    void anExecutorWithOneTaskMoreIsWaitedFor() {
        assertThat(new BatchModel(0, 0, 1).at(5, 24)).isEqualTo(5);
        assertThat(BatchModel.counting(5, 24, 1_000, 5_000)).isEqualTo(1_000);
    }

    private static List<Point> points(BatchModel of) {
        List<Point> points = new ArrayList<>();
        for (int executors : new int[] {1, 2}) {
            for (int partitions : new int[] {8, 24, 96}) {
                points.add(new Point(executors, partitions, of.at(executors, partitions)));
            }
        }
        return points;
    }
}
