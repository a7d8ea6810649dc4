package io.tidemark.it.faults;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The page of the fault matrix; each table stands between two comments that name its server. */
record FaultPage(Path file) {

    String section(Server server) throws IOException {
        String page = Files.readString(file);
        return page.substring(start(page, server), end(page, server));
    }

    /** Two test classes may do so at a time, in two processes. */
    void replace(Server server, String table) throws IOException {
        Path lock = Files.createDirectories(Path.of("target")).resolve("fault-page.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            String page = Files.readString(file);
            Files.writeString(file, page.substring(0, start(page, server)) + table + page.substring(end(page, server)));
            held.release();
        }
    }

    private static int start(String page, Server server) {
        String mark = "<!-- begin " + name(server) + " -->\n";
        int at = page.indexOf(mark);
        if (at < 0) {
            throw new IllegalStateException("Cannot find the table of " + server + ": there is no line " + mark);
        }
        return at + mark.length();
    }

    private static int end(String page, Server server) {
        return page.indexOf("<!-- end " + name(server) + " -->", start(page, server));
    }

    private static String name(Server server) {
        return server.name().toLowerCase(Locale.ROOT);
    }
}
