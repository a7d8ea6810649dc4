package io.tidemark.recharge.record;

import java.util.ArrayList;
import java.util.List;

/**
 * The path to a value in a JSON object. A field of the object is written as its name. A value in a nested object or
 * array is written as a path, in a subset of RFC 9535: {@code $}, then steps. A step is {@code .name}, {@code ['any
 * name']} (with {@code \} before {@code '} and {@code \}) or {@code [3]}, an index in an array, counted from 0. The
 * first step is a name.
 *
 * @param steps the steps from the object to the value
 */
record FieldPath(List<Step> steps) {

    private static final int MOST_DIGITS = 9;

    /** A step of a path. */
    sealed interface Step {

        /** To a field of an object. */
        record Name(String name) implements Step {}

        /** To an element of an array. */
        record Place(int index) implements Step {}
    }

    FieldPath {
        steps = List.copyOf(steps);
    }

    /** Whether a field in a configuration is a path. Every other text is a name, including its dots. */
    static boolean isPath(String field) {
        return field.startsWith("$.") || field.startsWith("$[");
    }

    /**
     * Parses a field of a configuration.
     *
     * @throws IllegalArgumentException if it begins like a path but is not valid; the message has the reason
     */
    static FieldPath parse(String field) {
        return isPath(field) ? new Reader(field).read() : new FieldPath(List.of(new Step.Name(field)));
    }

    /** Parses a path from its first step on. */
    private static final class Reader {

        private final String path;
        private final List<Step> steps = new ArrayList<>();
        private int at = 1;

        Reader(String path) {
            this.path = path;
        }

        FieldPath read() {
            while (at < path.length()) {
                char next = path.charAt(at++);
                if (next == '.') {
                    steps.add(plainName());
                } else if (next == '[') {
                    steps.add(at < path.length() && path.charAt(at) == '\'' ? quotedName() : place());
                } else {
                    throw wrong("'" + next + "' instead of '.' or '['");
                }
            }
            if (steps.get(0) instanceof Step.Place) {
                throw wrong("a record is an object, so the first step must be a name");
            }
            return new FieldPath(steps);
        }

        private Step plainName() {
            int begin = at;
            while (at < path.length() && ".[]'\"* ".indexOf(path.charAt(at)) < 0) {
                at++;
            }
            if (at == begin) {
                throw wrong("a name is missing; a name with other characters is written as ['name']");
            }
            return new Step.Name(path.substring(begin, at));
        }

        private Step quotedName() {
            StringBuilder name = new StringBuilder();
            at++;
            while (at < path.length() && path.charAt(at) != '\'') {
                if (path.charAt(at) == '\\') {
                    at++;
                }
                if (at < path.length()) {
                    name.append(path.charAt(at++));
                }
            }
            if (!path.startsWith("']", at)) {
                throw wrong("a name in quotes does not end with ']");
            }
            at += 2;
            return new Step.Name(name.toString());
        }

        private Step place() {
            int end = path.indexOf(']', at);
            String digits = end < 0 ? "" : path.substring(at, end);
            if (!digits.matches("[0-9]{1," + MOST_DIGITS + "}")) {
                throw wrong("[ ] must contain an index such as 0, or a name in single quotes");
            }
            at = end + 1;
            return new Step.Place(Integer.parseInt(digits));
        }

        private IllegalArgumentException wrong(String why) {
            return new IllegalArgumentException("is not a path: " + why);
        }
    }
}
