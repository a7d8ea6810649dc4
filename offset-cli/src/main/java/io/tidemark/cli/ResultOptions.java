package io.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** How a result is printed. */
final class ResultOptions {

    private final Surroundings surroundings;

    @Option(names = "--json", description = "Prints one JSON object instead of a table.")
    private boolean json;

    ResultOptions(Surroundings surroundings) {
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

    /** Tells a person more than the table does; who reads JSON has it there. */
    void remark(String sentence) {
        if (!json) {
            surroundings.err().println(sentence);
        }
    }
}
