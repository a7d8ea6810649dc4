package io.tidemark.it.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** One server's outcomes as a table in Markdown. */
record OutcomeTable(Server server, Map<Fault, Map<Moment, Outcome>> outcomes) {

    String text() {
        StringBuilder text = new StringBuilder("| " + server.words() + " |");
        for (Moment moment : Moment.values()) {
            text.append(' ').append(moment.words()).append(" |");
        }
        text.append("\n|---|").append("---|".repeat(Moment.values().length)).append('\n');
        for (Fault fault : Fault.values()) {
            text.append("| ").append(fault.words()).append(" |");
            for (Moment moment : Moment.values()) {
                text.append(' ').append(words(fault, moment)).append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String words(Fault fault, Moment moment) {
        if (!server.faults().contains(fault)) {
            return "does not apply";
        }
        Outcome outcome = outcomes.getOrDefault(fault, Map.of()).get(moment);
        return outcome == null ? "**failed**" : outcome.words();
    }

    Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        return Files.writeString(directory.resolve(server.name().toLowerCase(Locale.ROOT) + ".md"), text());
    }
}
