package io.tidemark.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A table for people: columns as wide as needed, numbers aligned to the right, {@code -} for absent values. */
public final class Table {

    private static final String GAP = "  ";
    private static final String NOTHING = "-";

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... titles) {
        this.titles = List.of(titles);
    }

    /** Adds a row; an empty {@link Optional} is an absent value. */
    public Table row(Object... cells) {
        if (cells.length != titles.size()) {
            throw new IllegalArgumentException(
                    "Cannot add a row of " + cells.length + " cells to a table of " + titles.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Table::text).toList());
        return this;
    }

    /** The lines, titles first, without trailing blanks. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(titles));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : GAP).append(isNumeric(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(titles.get(column).length(), Math::max);
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).matches("[+-]?\\d+|-"));
    }

    private static String text(Object cell) {
        if (cell instanceof Optional<?> optional) {
            return optional.map(Table::text).orElse(NOTHING);
        }
        // stored texts may contain anything, but must not break the table
        String text = cell.toString().replaceAll("\\p{Cntrl}", "?");
        return text.isEmpty() ? NOTHING : text;
    }
}
