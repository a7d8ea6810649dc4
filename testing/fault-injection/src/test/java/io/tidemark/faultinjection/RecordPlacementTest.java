package io.tidemark.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.faultinjection.RecordPlacement.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordPlacementTest {

    @Test
    void recordsAreAssignedRoundRobinAlsoToAddedPartitions() {
        RecordPlacement placement = new RecordPlacement(2);
        placement.change(3, 3);
        RecordPlacement.Places places = placement.places();
        List<Place> all = new ArrayList<>();
        for (int record = 0; record < 8; record++) {
            all.add(places.next());
        }
        assertThat(all)
                .containsExactly(
                        new Place(0, 0),
                        new Place(1, 0),
                        new Place(0, 1),
                        new Place(0, 2),
                        new Place(1, 1),
                        new Place(2, 0),
                        new Place(0, 3),
                        new Place(1, 2));
        assertThat(places.ends()).isEqualTo(Map.of(0, 4L, 1, 3L, 2, 1L));
    }
}
