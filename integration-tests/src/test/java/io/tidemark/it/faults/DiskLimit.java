package io.tidemark.it.faults;

import io.tidemark.embedded.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/**
 * Takes a server's disk away for what it has not written yet: no process of it may write behind the first byte of a
 * file any more, which it is told by an error of the file system (EFBIG), as on a full disk (ENOSPC). Needs no rights
 * beyond the server's own, and ends with its process.
 */
final class DiskLimit {

    private DiskLimit() {}

    static void on(EmbeddedServer server) {
        try {
            List<String> processes = Files.readAllLines(server.dataDirectory().resolve("server.processes"));
            for (String line : processes) {
                Process limit = new ProcessBuilder(
                                "prlimit", "--pid", line.substring(0, line.indexOf(' ')), "--fsize=1:1")
                        .redirectErrorStream(true)
                        .start();
                String said = new String(limit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (limit.waitFor() != 0) {
                    throw new IllegalStateException("Cannot limit the files of " + server + ": prlimit says " + said);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot limit the files of " + server + ": install util-linux", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
