package io.tidemark.offset.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void oneProblemIsNotNumbered() {
        assertThat(Problems.text(List.of("port is 0; give 1 to 65535"))).isEqualTo("port is 0; give 1 to 65535");
    }

    @Test
    void severalProblemsAreNumberedBecauseEachMayHaveASemicolon() {
        assertThat(Problems.text(List.of("port is 0; give 1 to 65535", "host is not set")))
                .isEqualTo("(1) port is 0; give 1 to 65535; (2) host is not set");
    }
}
