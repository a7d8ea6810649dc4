package io.tidemark.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads the processor time and the memory of processes from {@code /proc}. Every value is empty without it (macOS). */
final class ProcessUsage {

    private static final Path PROC = Path.of("/proc");
    /** The unit of times in {@code /proc}: Linux defines 100 per second for all programs. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final String PEAK_MEMORY = "VmHWM:";
    /** Resets the peak of the resident memory. */
    private static final String RESET_PEAK = "5";

    private ProcessUsage() {}

    /** The processor seconds of a process and of its living descendants, since they started. */
    static OptionalDouble seconds(ProcessHandle process) {
        double seconds = 0;
        for (ProcessHandle each :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            OptionalLong ticks = ticks(each.pid());
            if (ticks.isPresent()) {
                seconds += ticks.getAsLong() / TICKS_PER_SECOND;
            } else if (each.equals(process)) {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.of(seconds);
    }

    /**
     * Resets the peak memory of a process.
     *
     * @return whether the system allows it; otherwise the peak is the one since the start of the process
     */
    static boolean resetPeak(ProcessHandle process) {
        try {
            Files.writeString(file(process.pid(), "clear_refs"), RESET_PEAK);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The peak of the resident memory of a process, in bytes. */
    static OptionalLong peakBytes(ProcessHandle process) {
        try {
            return Files.readAllLines(file(process.pid(), "status")).stream()
                    .filter(line -> line.startsWith(PEAK_MEMORY))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong ticks(long pid) {
        try {
            String stat = Files.readString(file(pid, "stat"));
            // the name of the program is in parentheses, and may contain blanks
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1));
            return OptionalLong.of(Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static Path file(long pid, String name) {
        return PROC.resolve(Long.toString(pid)).resolve(name);
    }
}
