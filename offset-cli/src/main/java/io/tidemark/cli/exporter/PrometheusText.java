package io.tidemark.cli.exporter;

import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers in Prometheus' text format, version 0.0.4. Families appear in the order of their first number. */
final class PrometheusText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, StringBuilder> families = new LinkedHashMap<>();

    /**
     * Adds a number that can go up and down.
     *
     * @param name the name without the prefix {@code tidemark_}
     * @param help what it means, in one line
     * @param labels names and values in turn
     */
    PrometheusText gauge(String name, String help, double value, String... labels) {
        return add(name, help, Double.toString(value), labels);
    }

    /** Adds a whole number, as {@link #gauge(String, String, double, String...)} does. */
    PrometheusText gauge(String name, String help, long value, String... labels) {
        return add(name, help, Long.toString(value), labels);
    }

    private PrometheusText add(String name, String help, String value, String... labels) {
        String full = "tidemark_" + name;
        StringBuilder family = families.computeIfAbsent(full, first -> new StringBuilder("# HELP ")
                .append(full)
                .append(' ')
                .append(help)
                .append("\n# TYPE ")
                .append(full)
                .append(" gauge\n"));
        family.append(full);
        for (int index = 0; index < labels.length; index += 2) {
            family.append(index == 0 ? '{' : ',')
                    .append(labels[index])
                    .append("=\"")
                    .append(escaped(labels[index + 1]))
                    .append('"');
        }
        family.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return String.join("", families.values());
    }
}
