package io.tidemark.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheyNeedAndNumbersStandToTheRight() {
        Table table = new Table("TOPIC", "OFFSET", "NOTE")
                .row("orders", 7, "")
                .row("r", 1_234_567, "was expired")
                .row("refunds", Optional.empty(), Optional.of("x"));
        assertThat(table.lines())
                .containsExactly(
                        "TOPIC     OFFSET  NOTE",
                        "orders         7  -",
                        "r        1234567  was expired",
                        "refunds        -  x");
    }

    @Test
    void whatIsStoredCannotBreakTheTable() {
        assertThat(new Table("WRITER").row("a\nb\u001b[31m").lines()).containsExactly("WRITER", "a?b?[31m");
    }
}
