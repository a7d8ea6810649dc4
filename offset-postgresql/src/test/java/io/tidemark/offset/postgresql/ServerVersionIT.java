package io.tidemark.offset.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** With {@code -Pversions}, the contract also runs on other versions of PostgreSQL: this is the one that was meant. */
class ServerVersionIT {

    private static final String MEANT = "tidemark.postgresql.server";

    @Test
    @EnabledIfSystemProperty(named = MEANT, matches = ".+")
    void theServerHasTheVersionOfThisRun() {
        try (TestDatabase database = new TestDatabase(SharedServer.get())) {
            assertThat(database.query("SHOW server_version").get(0)).startsWith(System.getProperty(MEANT));
        }
    }
}
