package io.tidemark.test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {

    @Test
    void acceptsCountsThatEqualWhatWasProduced() {
        assertThatCode(() -> ExactlyOnce.assertExactlyOnce(List.of("a", "b", "b"), Map.of("a", 1L, "b", 2, "c", 0)))
                .doesNotThrowAnyException();
    }

    @Test
    void listsLostRepeatedAndUnknownValues() {
        assertThatThrownBy(() -> ExactlyOnce.assertExactlyOnce(
                        List.of("lost", "less", "less", "more", "well"),
                        Map.of("less", 1L, "more", 3L, "well", 1L, "unknown", 1L)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The job did not count every value exactly once: of 5 values, 2 lost: less (1"
                        + " instead of 2), lost (0 instead of 1), 1 repeated: more (3 instead of 1), 1 never produced:"
                        + " unknown (1 instead of 0).")
                .hasMessageContaining("in one atomic step");
    }

    @Test
    void listsTheFirstTenOfMany() {
        List<Integer> produced = IntStream.range(10, 30).boxed().toList();
        assertThatThrownBy(() -> ExactlyOnce.assertExactlyOnce(produced, Map.of()))
                .hasMessageContaining("20 lost: 10 (0 instead of 1), ")
                .hasMessageContaining("19 (0 instead of 1), ..., 0 repeated");
    }
}
