package io.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** The format of a result. */
final class ResultOptions {

    private final CommandEnvironment surroundings;

    @Option(names = "--json", description = "Prints one JSON object instead of a table.")
    private boolean json;

    ResultOptions(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    void print(Table table, ObjectNode object) {
        if (json) {
            surroundings.out().println(Json.text(object));
        } else {
            table.lines().forEach(surroundings.out()::println);
        }
        surroundings.out().flush();
    }

    /** Adds a remark for people; JSON has the same information in its fields. */
    void remark(String sentence) {
        if (!json) {
            surroundings.err().println(sentence);
        }
    }
}
