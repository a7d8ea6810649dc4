package io.tidemark.recharge.record;

import java.util.List;

/** The settings of a tag dictionary are not valid. Holds all problems. */
public final class InvalidDictionaryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidDictionaryException(List<String> problems) {
        super("Cannot use the tag dictionary: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, one sentence each. */
    public List<String> problems() {
        return problems;
    }
}
