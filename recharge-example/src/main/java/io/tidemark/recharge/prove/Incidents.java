package io.tidemark.recharge.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Notes what was done to the job and what became of it, and tells it at once. For use by one thread. */
final class Incidents {

    private final List<Incident> incidents = new ArrayList<>();
    private final Consumer<String> progress;
    private int life;

    /** @param progress is told each incident */
    Incidents(Consumer<String> progress) {
        this.progress = progress;
    }

    /** The next life of the job begins. */
    void nextLife() {
        life++;
    }

    /** In which life of the job we are, from 1 on. */
    int life() {
        return life;
    }

    void asExpected(Object what, String outcome) {
        note(new Incident(life, what.toString(), outcome, true));
    }

    void notAsExpected(Object what, String outcome) {
        note(new Incident(life, what.toString(), outcome, false));
    }

    private void note(Incident incident) {
        incidents.add(incident);
        progress.accept(incident.toString());
    }

    List<Incident> all() {
        return List.copyOf(incidents);
    }
}
