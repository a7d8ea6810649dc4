package io.tidemark.bench.candidate;

import java.util.Arrays;
import java.util.function.BiConsumer;

/** Cells by the values of a dimension; a city has few of them in a minute. Mutable, not thread-safe. */
final class CellsByValue {

    private String[] values;
    private Cell[] cells;
    private int size;

    CellsByValue() {
        this(4);
    }

    private CellsByValue(int capacity) {
        values = new String[capacity];
        cells = new Cell[capacity];
    }

    /** The cell of a value, which is created if there is none. */
    Cell of(String value) {
        for (int i = 0; i < size; i++) {
            if (values[i].equals(value)) {
                return cells[i];
            }
        }
        Cell cell = new Cell();
        put(value, cell);
        return cell;
    }

    private void put(String value, Cell cell) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            cells = Arrays.copyOf(cells, 2 * size);
        }
        values[size] = value;
        cells[size] = cell;
        size++;
    }

    void forEach(BiConsumer<String, Cell> consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(values[i], cells[i]);
        }
    }

    CellsByValue copy() {
        CellsByValue copy = new CellsByValue(values.length);
        forEach((value, cell) -> copy.put(value, cell.copy()));
        return copy;
    }

    void write(PackedBytes bytes) {
        bytes.put(size);
        forEach((value, cell) -> {
            bytes.put(value);
            cell.write(bytes);
        });
    }

    static CellsByValue read(PackedBytes bytes) {
        int size = (int) bytes.number();
        CellsByValue cells = new CellsByValue(size + 1);
        for (int i = 0; i < size; i++) {
            cells.put(bytes.text(), Cell.read(bytes));
        }
        return cells;
    }
}
