package io.tidemark.offset;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * The name of a writer, so that a conflict can name both drivers. It is only informative and no fence: the conditions
 * of writes do not depend on it. It is stored, logged and shown in clear text, so it must not contain secrets.
 *
 * @param value 1 to {@value #MAX_LENGTH} visible ASCII characters, without spaces
 * @since 0.1
 */
public record WriterName(String value) implements Serializable {

    /** The maximum length of a name. */
    public static final int MAX_LENGTH = 128;

    private static final long serialVersionUID = 1L;

    private static final Pattern VALID = Pattern.compile("[!-~]{1," + MAX_LENGTH + "}");
    private static final int HOST_LENGTH = 80;

    /** @throws IllegalArgumentException if the text is empty, too long, or holds other characters */
    public WriterName {
        Objects.requireNonNull(value, "value");
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("Cannot name a writer '" + value + "': a name has 1 to " + MAX_LENGTH
                    + " visible ASCII characters and no spaces");
        }
    }

    /**
     * This process: its host, its process id and a random suffix, as in {@code worker-3:4711:k3f9x2}. It does not
     * change while the process runs.
     */
    public static WriterName ofThisProcess() {
        return ThisProcess.NAME;
    }

    /**
     * Parses a stored name.
     *
     * @param text the stored text
     * @return the name; empty if the text is not a valid name, because it was written by hand or not at all
     */
    public static Optional<WriterName> ofStored(String text) {
        return VALID.matcher(text).matches() ? Optional.of(new WriterName(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }

    private static final class ThisProcess {

        private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

        static final WriterName NAME =
                new WriterName(host() + ":" + ProcessHandle.current().pid() + ":" + suffix());

        private ThisProcess() {}

        private static String host() {
            String host = Optional.ofNullable(System.getenv("HOSTNAME"))
                    .filter(name -> !name.isBlank())
                    .orElseGet(ThisProcess::resolved)
                    .replaceAll("[^A-Za-z0-9._-]", "-");
            return host.substring(0, Math.min(host.length(), HOST_LENGTH));
        }

        private static String resolved() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "unknown-host";
            }
        }

        /** Containers with the same host name may all run their job as process 1. */
        private static String suffix() {
            Random random = new Random();
            StringBuilder suffix = new StringBuilder();
            for (int length = 0; length < 6; length++) {
                suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            return suffix.toString();
        }
    }
}
