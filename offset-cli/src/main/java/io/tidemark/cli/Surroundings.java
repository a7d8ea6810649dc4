package io.tidemark.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a command has around it.
 *
 * @param environment the variables of the environment
 * @param out gets the result, and nothing else
 * @param err gets everything else
 * @param clock tells how long ago something was, and dates receipts
 */
record Surroundings(Map<String, String> environment, PrintWriter out, PrintWriter err, Clock clock) {

    static Surroundings ofProcess() {
        return new Surroundings(System.getenv(), writer(System.out), writer(System.err), Clock.systemUTC());
    }

    /** A variable of the environment; an empty one counts as not set. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
