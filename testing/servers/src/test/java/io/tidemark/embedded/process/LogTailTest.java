package io.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    private Path directory;

    @Test
    void onlyWhatWasWrittenSinceIsShown() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "an earlier start\n");
        long from = LogTail.sizeOf(log);
        Files.writeString(log, "an earlier start\nthis start\nits end\n");
        assertThat(LogTail.describe(log, from)).isEqualTo("; the end of its log " + log + ":\n  this start\n  its end");
    }

    @Test
    void aLongLogIsCutToItsLastLines() throws IOException {
        String text =
                IntStream.rangeClosed(1, 100_000).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
        Path log = Files.writeString(directory.resolve("log"), text);
        assertThat(LogTail.describe(log, 0).lines()).hasSize(21).endsWith("  99999", "  100000");
    }

    @Test
    void aMissingOrEmptyLogIsSaidToSayNothing() throws IOException {
        Path log = directory.resolve("log");
        assertThat(LogTail.sizeOf(log)).isZero();
        assertThat(LogTail.describe(log, 0)).isEqualTo("; its log " + log + " says nothing");
        Files.createFile(log);
        assertThat(LogTail.describe(log, 0)).isEqualTo("; its log " + log + " says nothing");
    }
}
