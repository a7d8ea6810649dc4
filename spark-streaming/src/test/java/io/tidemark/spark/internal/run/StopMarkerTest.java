package io.tidemark.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.servers.logging.Warnings;
import io.tidemark.spark.UnreliableFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A marker on a file system that is away at times. */
class StopMarkerTest {

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void back() {
        UnreliableFileSystem.AWAY.set(false);
    }

    @Test
    void itIsLookedForInTheGivenConfigurationsFileSystem() throws Exception {
        hadoop.set(UnreliableFileSystem.IMPLEMENTATION, UnreliableFileSystem.class.getName());
        StopMarker marker = new StopMarker(UnreliableFileSystem.uri(folder.resolve("stop")), hadoop);
        assertThat(marker.exists()).isFalse();
        Files.createFile(folder.resolve("stop"));
        assertThat(marker.exists()).isTrue();
    }

    @Test
    void anOutageIsWarnedOfOnceAndTheNextOneAgain() {
        hadoop.set(UnreliableFileSystem.IMPLEMENTATION, UnreliableFileSystem.class.getName());
        StopMarker marker = new StopMarker(UnreliableFileSystem.uri(folder.resolve("stop")), hadoop);
        try (Warnings warnings = new Warnings(StopMarker.class)) {
            for (int outage = 1; outage <= 2; outage++) {
                UnreliableFileSystem.AWAY.set(true);
                for (int look = 0; look < 3; look++) {
                    assertThat(marker.exists()).isFalse();
                }
                assertThat(warnings.messages()).hasSize(outage);
                UnreliableFileSystem.AWAY.set(false);
                assertThat(marker.exists()).isFalse();
            }
            assertThat(warnings.messages().get(0))
                    .startsWith("Cannot look for the stop marker unreliable://")
                    .contains("the file system is away", "spark.hadoop.*");
        }
    }

    @Test
    void aSchemeThatIsNotKnownIsWarnedOfOnce() {
        StopMarker marker = new StopMarker(java.net.URI.create("unknown:///stop"), hadoop);
        try (Warnings warnings = new Warnings(StopMarker.class)) {
            assertThat(marker.exists()).isFalse();
            assertThat(marker.exists()).isFalse();
            assertThat(warnings.messages()).singleElement().asString().contains("No FileSystem for scheme");
        }
    }
}
