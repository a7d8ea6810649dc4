package io.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell that stands over a server, with shells in the place of servers. */
class GuardTest {

    private static final String STUBBORN = "trap '' TERM; echo up; while :; do sleep 0.1; done";
    private static final String ORDERLY = "trap 'echo orderly end; exit 0' TERM; echo up; while :; do sleep 0.1; done";

    @TempDir
    private Path directory;

    private Path log;

    @BeforeEach
    void unpack() throws IOException {
        Resources.copy("io/tidemark/embedded/guard.sh", directory.resolve("guard.sh"));
        log = directory.resolve("log");
    }

    @Test
    void nothingStartsForAnOwnerThatDiesBeforeItSaysSo() throws Exception {
        Process guard = guard("1", "", "touch", directory.resolve("started").toString());
        guard.getOutputStream().close();
        assertThat(guard.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("started")).doesNotExist();
    }

    @Test
    void theServersStatusOutputAndArgumentsArePassedOn() throws Exception {
        Process guard =
                guard("1", "", "sh", "-c", "printf '%s|' \"$@\"; echo problem >&2; exit 7", "name", "a b", "\"'$x", "");
        begin(guard);
        assertThat(guard.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(guard.exitValue()).isEqualTo(7);
        assertThat(log).hasContent("a b|\"'$x||problem");
    }

    @Test
    void aServerWhoseOwnerIsGoneMayEndInOrder() throws Exception {
        Process guard = guard("20", "", "sh", "-c", ORDERLY);
        ProcessHandle server = begin(guard);
        awaitLog("up");
        guard.getOutputStream().close();
        assertThat(guard.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(log).hasContent("up\norderly end");
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aServerThatWillNotEndIsKilledWhenItsTimeIsOver() throws Exception {
        Process guard = guard("1", "", "sh", "-c", STUBBORN);
        ProcessHandle server = begin(guard);
        awaitLog("up");
        guard.getOutputStream().close();
        assertThat(guard.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(guard.exitValue()).isEqualTo(128 + 9);
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aDirectoryToDiscardGoesWhenTheOwnerIsGone() throws Exception {
        Path discard = Files.createDirectories(directory.resolve("a directory/with more"))
                .getParent();
        Process guard = guard("20", String.valueOf(discard), "sh", "-c", STUBBORN);
        begin(guard);
        awaitLog("up");
        guard.getOutputStream().close();
        assertThat(guard.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(discard).doesNotExist();
    }

    @Test
    void aDirectoryToDiscardStaysWhenOnlyTheServerEnds() throws Exception {
        Path discard = Files.createDirectory(directory.resolve("kept for the log"));
        Process guard = guard("20", discard.toString(), "true");
        begin(guard);
        assertThat(guard.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(discard).exists();
    }

    private Process guard(String seconds, String discard, String... command) throws IOException {
        List<String> line = new ArrayList<>();
        line.addAll(List.of("sh", directory.resolve("guard.sh").toString(), log.toString(), seconds, discard));
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static ProcessHandle begin(Process guard) throws IOException {
        guard.getOutputStream().write('\n');
        guard.getOutputStream().flush();
        BufferedReader reader = guard.inputReader(StandardCharsets.US_ASCII);
        long pid = Long.parseLong(Optional.ofNullable(reader.readLine()).orElseThrow());
        return ProcessHandle.of(pid).orElse(guard.toHandle());
    }

    private void awaitLog(String line) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!Files.exists(log) || !Files.readString(log).contains(line)) {
            assertThat(System.nanoTime()).as("time until %s", line).isLessThan(deadline);
        }
    }
}
