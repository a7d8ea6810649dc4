package io.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {

    @TempDir
    private Path root;

    @Test
    void aDirectoryIsMadeOnceHoweverManyAskForIt() throws Exception {
        AtomicInteger made = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Path>> asked = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asked.add(threads.submit(() -> new Cache(root).directory("thing", fresh -> {
                    made.incrementAndGet();
                    Files.writeString(fresh.resolve("file"), "content");
                })));
            }
            for (Future<Path> future : asked) {
                assertThat(future.get().resolve("file")).hasContent("content");
            }
        } finally {
            threads.shutdown();
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void aFailureLeavesNothingAndTheNextOneMayTryAgain() throws IOException {
        Cache cache = new Cache(root);
        assertThatThrownBy(() -> cache.directory("thing", fresh -> {
                    Files.writeString(fresh.resolve("file"), "half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessage("Cannot prepare " + root.resolve("thing") + ": java.io.IOException: disk full; free the"
                        + " space or the rights, or name another cache directory with -Dtidemark.cache=DIRECTORY");
        try (Stream<Path> entries = Files.list(root)) {
            assertThat(entries).containsExactly(root.resolve("thing.lock"));
        }
        Path made = cache.directory("thing", fresh -> Files.writeString(fresh.resolve("file"), "whole"));
        assertThat(made.resolve("file")).hasContent("whole");
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        Path stale = Files.createDirectories(root.resolve("thing.partial123/share"));
        Files.writeString(stale.resolve("file"), "half");
        new Cache(root).directory("thing", fresh -> Files.writeString(fresh.resolve("file"), "whole"));
        assertThat(root.resolve("thing.partial123")).doesNotExist();
    }
}
