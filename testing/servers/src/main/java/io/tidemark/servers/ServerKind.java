package io.tidemark.servers;

import java.util.Arrays;
import java.util.Locale;

/** What the servers of this run are: the system property {@code tidemark.servers} names one of them. */
public enum ServerKind {

    /** From Maven Central, in processes beside this JVM; the default. */
    EMBEDDED,

    /** Containers, started with Testcontainers. */
    CONTAINERS;

    /** That of this JVM. */
    public static ServerKind current() {
        return named(System.getProperty("tidemark.servers", "embedded"));
    }

    public static ServerKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.lowerCase().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Cannot choose the tests' servers: tidemark.servers is '"
                                + name + "'; set it to embedded or containers"));
    }

    /** In a sentence. */
    public String describe() {
        return switch (this) {
            case EMBEDDED -> "embedded servers";
            case CONTAINERS -> "containers";
        };
    }

    private String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
