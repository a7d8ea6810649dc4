package io.tidemark.bench.costs;

import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, printed row by row as it is measured. */
final class Table {

    private final PrintStream out;
    private final int columns;

    private Table(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Prints a title and the head; the first column holds text, the others numbers. */
    static Table begin(PrintStream out, String title, List<String> head) {
        out.printf("%n%s%n%n| %s |%n|---|%s%n", title, String.join(" | ", head), "---:|".repeat(head.size() - 1));
        return new Table(out, head.size());
    }

    /** Prints a row. */
    void row(String... cells) {
        row(List.of(cells));
    }

    /** Prints a row. */
    void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("Cannot print a row of " + cells.size() + " cells into a table of "
                    + columns + " columns: " + cells);
        }
        out.printf("| %s |%n", String.join(" | ", cells));
    }

    /** A whole number. */
    static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number with one decimal place; small ones with two. */
    static String number(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.2f" : "%,.1f", number);
    }

    /** The median of some samples. */
    static String median(Samples samples) {
        return number(samples.median());
    }

    /** A fraction as a signed percentage. */
    static String percent(double part) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * part);
    }

    /** Cells for values that do not apply. */
    static List<String> none(int cells) {
        return Collections.nCopies(cells, "");
    }
}
