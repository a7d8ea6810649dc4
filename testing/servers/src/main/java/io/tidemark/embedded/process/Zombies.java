package io.tidemark.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells processes that have ended but are still listed, because nobody has fetched their status: in a container whose
 * first process does not care for orphans they stay for ever.
 */
public final class Zombies {

    private Zombies() {}

    public static boolean isGone(ProcessHandle process) {
        return !process.isAlive() || isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        Path file = Path.of("/proc", String.valueOf(pid), "stat");
        try {
            String stat = Files.readString(file, StandardCharsets.ISO_8859_1);
            // pid (name) state ...; the name may hold anything, also parentheses
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException goneOrNotLinux) {
            return false;
        }
    }
}
