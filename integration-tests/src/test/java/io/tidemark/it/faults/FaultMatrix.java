package io.tidemark.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of one server at every moment, and the table that comes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FaultMatrix {

    private static final boolean ALL = Boolean.getBoolean("faults.all") || Boolean.getBoolean("faults.renew");

    private final Server server;
    private final Victim victim;
    private final Map<Fault, Map<Moment, Outcome>> outcomes = new EnumMap<>(Fault.class);

    FaultMatrix(Server server) {
        this.server = server;
        this.victim = server.start();
    }

    @AfterAll
    void close() {
        victim.close();
    }

    Stream<Arguments> cells() {
        return server.faults().stream().flatMap(fault -> Arrays.stream(Moment.values())
                .filter(moment -> isTested(fault, moment))
                .map(moment -> Arguments.of(fault, moment)));
    }

    private boolean isTested(Fault fault, Moment moment) {
        return ALL || server.isInBuild(fault, moment);
    }

    @Order(1)
    @ParameterizedTest
    @MethodSource("cells")
    void whatIsExpectedHappensAndTheTotalsAreExact(Fault fault, Moment moment) throws InterruptedException {
        Outcome expected = Expected.of(server, fault, moment);
        try (Cell cell = new Cell(victim, fault, moment, expected)) {
            Outcome outcome = cell.run();
            add(fault, moment, outcome);
            assertThat(outcome).isEqualTo(expected);
        }
    }

    private void add(Fault fault, Moment moment, Outcome outcome) {
        outcomes.computeIfAbsent(fault, first -> new EnumMap<>(Moment.class)).put(moment, outcome);
    }

    @Order(2)
    @Test
    void thePageShowsWhatHasHappened() throws IOException {
        for (Fault fault : server.faults()) {
            for (Moment moment : Moment.values()) {
                if (!isTested(fault, moment)) {
                    add(fault, moment, Expected.of(server, fault, moment));
                }
            }
        }
        OutcomeTable table = new OutcomeTable(server, outcomes);
        Path written = table.write(Path.of("target", "fault-matrix"));

        FaultPage page = new FaultPage(Path.of("..", "docs", "fault-matrix.md"));
        if (Boolean.getBoolean("faults.renew")) {
            page.replace(server, table.text());
        }
        assertThat(page.section(server))
                .as("docs/fault-matrix.md beside %s; how to renew the page is written in it", written)
                .isEqualTo(table.text());
    }
}
