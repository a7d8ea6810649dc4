package io.tidemark.offset.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The remedies for the errors of one server, by the server's own error codes. A module that connects to a server has
 * one such table for all of its messages. An unknown code has no remedy: the message then shows only the server's own
 * message. Immutable.
 *
 * @since 0.1
 */
public final class Remedies {

    private final Map<String, String> byCode;

    private Remedies(Map<String, String> byCode) {
        this.byCode = byCode;
    }

    /** Starts a table. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The remedy for an error.
     *
     * @param code the server's error code
     * @return a sentence without its full stop; empty if the code is not in the table
     */
    public Optional<String> of(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** The complete table, in the order in which it was written. */
    public Map<String, String> byCode() {
        return byCode;
    }

    /** Collects the rows of a table. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<String, String> byCode = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a row.
         *
         * @param code the server's error code
         * @param remedy the recommended action, as a sentence without its full stop
         * @throws IllegalArgumentException if the code already has a remedy
         */
        public Builder add(String code, String remedy) {
            if (byCode.putIfAbsent(code, remedy) != null) {
                throw new IllegalArgumentException("The error code " + code + " has two remedies");
            }
            return this;
        }

        /** The finished table. */
        public Remedies build() {
            return new Remedies(Collections.unmodifiableMap(new LinkedHashMap<>(byCode)));
        }
    }
}
