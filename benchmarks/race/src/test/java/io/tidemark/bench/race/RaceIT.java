package io.tidemark.bench.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("release")
class RaceIT {

    private static final long RECORDS = 6_000;

    /** Those left out differ from one of these in where offsets go, or in a setting. */
    private static final Set<CandidateKind> LEFT_OUT =
            EnumSet.of(CandidateKind.TEXTBOOK_PARTITION, CandidateKind.STREAMS_AT_LEAST_ONCE);

    @Test
    void everyCandidateCountsWhatTheRecountCounts() throws IOException {
        Path root = Path.of(System.getProperty("tidemark.root", "")).toAbsolutePath();
        List<CandidateKind> all = List.copyOf(EnumSet.complementOf(EnumSet.copyOf(LEFT_OUT)));
        RaceOptions options = new RaceOptions(
                root.resolve("benchmarks"),
                // what is compiled for long is not worth it here
                RaceCommand.jvmOptions(root, "512m", List.of("-XX:TieredStopAtLevel=1")),
                all,
                RECORDS,
                0,
                1,
                1,
                2);

        Times times = new Race(options, System.out).run();

        assertThat(times.table().lines()).hasSize(2 + all.size());
    }
}
