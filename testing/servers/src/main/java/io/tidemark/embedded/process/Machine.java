package io.tidemark.embedded.process;

import io.tidemark.embedded.EmbeddedServerException;
import java.util.Locale;
import java.util.Set;

/**
 * The operating system and processor, in the names that the jars with native programs use.
 *
 * @param system {@code linux}, {@code darwin}, or what the JVM calls it
 * @param processor {@code amd64}, {@code arm64}, or what the JVM calls it
 */
public record Machine(String system, String processor) {

    public static Machine current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Machine of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : os;
        String processor =
                switch (osArch.toLowerCase(Locale.ROOT)) {
                    case "x86_64", "amd64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> osArch;
                };
        return new Machine(system, processor);
    }

    /** As in {@code linux-amd64}. */
    public String name() {
        return system + "-" + processor;
    }

    /** Fails with one sentence on machines for which the jars hold no such program. */
    public void requireOneOf(String server, Set<Machine> supported) {
        if (!supported.contains(this)) {
            throw new EmbeddedServerException("Cannot run " + server + " on " + name() + ": Maven Central has it for "
                    + supported.stream().map(Machine::name).sorted().toList()
                    + "; use one of these, or point the job at a server of your own");
        }
    }
}
