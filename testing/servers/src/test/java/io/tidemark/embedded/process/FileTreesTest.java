package io.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreesTest {

    @TempDir
    Path temp;

    @Test
    void aDirectoryIsRemovedThoughAnotherProcessStillWritesToItForAMoment() throws Exception {
        Path root = Files.createDirectories(temp.resolve("root"));
        for (int i = 0; i < 2_000; i++) {
            Files.createFile(root.resolve("old-" + i));
        }
        AtomicBoolean writing = new AtomicBoolean(true);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 0; writing.get() && Files.exists(root); i++) {
                write(root.resolve("new-" + i % 50));
            }
        });
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(() -> writing.set(false));

        FileTrees.remove(root);

        writer.join();
        assertThat(root).doesNotExist();
    }

    private static void write(Path file) {
        try {
            Files.write(file, new byte[] {1});
        } catch (NoSuchFileException removed) {
            // the directory has gone
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
