package io.tidemark.faultinjection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the injected faults and their results, and reports each at once. For use by one thread. */
final class Incidents {

    private final List<Incident> incidents = new ArrayList<>();
    private final Consumer<String> progress;
    private int attempt;

    /** @param progress receives each incident */
    Incidents(Consumer<String> progress) {
        this.progress = progress;
    }

    /** The next attempt of the job starts. */
    void nextAttempt() {
        attempt++;
    }

    /** The number of the current attempt, from 1. */
    int attempt() {
        return attempt;
    }

    void asExpected(Object what, String outcome) {
        note(new Incident(attempt, what.toString(), outcome, true));
    }

    void notAsExpected(Object what, String outcome) {
        note(new Incident(attempt, what.toString(), outcome, false));
    }

    private void note(Incident incident) {
        incidents.add(incident);
        progress.accept(incident.toString());
    }

    List<Incident> all() {
        return List.copyOf(incidents);
    }
}
