package io.tidemark.cli.doctor;

import io.tidemark.cli.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the findings in the order of the checks: what later checks depend on comes first. */
public final class Findings {

    private final List<Finding> all = new ArrayList<>();

    void add(Finding finding) {
        all.add(finding);
    }

    void ok(String check, String text) {
        add(new Finding(check, Level.OK, text, ""));
    }

    void warning(String check, String text, String remedy) {
        add(new Finding(check, Level.WARNING, text, remedy));
    }

    void problem(String check, String text, String remedy) {
        add(new Finding(check, Level.PROBLEM, text, remedy));
    }

    void skipped(String check, String reason) {
        add(new Finding(check, Level.SKIPPED, reason, ""));
    }

    /** All findings, in the order of the checks. */
    public List<Finding> all() {
        return List.copyOf(all);
    }

    /** The most probable cause: the first problem or, if there is none, the first warning. */
    public Optional<Finding> cause() {
        return first(Level.PROBLEM).or(() -> first(Level.WARNING));
    }

    /** Whether no check was skipped. */
    public boolean isComplete() {
        return first(Level.SKIPPED).isEmpty();
    }

    public boolean hasProblem() {
        return first(Level.PROBLEM).isPresent();
    }

    private Optional<Finding> first(Level level) {
        return all.stream().filter(finding -> finding.level() == level).findFirst();
    }
}
