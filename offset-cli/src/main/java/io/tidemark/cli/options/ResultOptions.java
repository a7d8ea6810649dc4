package io.tidemark.cli.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.Table;
import java.util.List;
import picocli.CommandLine.Option;

/** The format of a result. */
public final class ResultOptions {

    private final CommandEnvironment surroundings;

    @Option(names = "--json", description = "Prints one JSON object instead of a table.")
    private boolean json;

    public ResultOptions(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    public void print(Table table, ObjectNode object) {
        print(table.lines(), object);
    }

    /** Prints lines for people, or the object. */
    public void print(List<String> lines, ObjectNode object) {
        if (json) {
            surroundings.out().println(Json.text(object));
        } else {
            lines.forEach(surroundings.out()::println);
        }
        surroundings.out().flush();
    }

    /** Adds a remark for people; JSON has the same information in its fields. */
    public void remark(String sentence) {
        if (!json) {
            surroundings.err().println(sentence);
        }
    }
}
