package io.tidemark.cli.output;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a command.
 *
 * @param environment the environment variables
 * @param out receives only the result
 * @param err receives everything else
 * @param clock the current time, for ages and receipts
 */
public record CommandEnvironment(Map<String, String> environment, PrintWriter out, PrintWriter err, Clock clock) {

    public static CommandEnvironment ofProcess() {
        return new CommandEnvironment(System.getenv(), writer(System.out), writer(System.err), Clock.systemUTC());
    }

    /** An environment variable; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
