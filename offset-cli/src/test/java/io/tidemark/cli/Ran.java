package io.tidemark.cli;

import io.tidemark.cli.output.CommandEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;

/** A command that has run, in this JVM. */
record Ran(int exitCode, String out, String err) {

    static Ran command(String... arguments) {
        return command(Map.of(), Clock.systemUTC(), arguments);
    }

    static Ran command(Map<String, String> environment, Clock clock, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Tidemark.run(
                new CommandEnvironment(environment, new PrintWriter(out, true), new PrintWriter(err, true), clock),
                arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }
}
