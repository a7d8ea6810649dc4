package io.tidemark.recharge.settings;

import java.util.List;

/** The configuration has errors. Holds all problems, one sentence each. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, in the order of the keys. */
    public List<String> problems() {
        return problems;
    }
}
