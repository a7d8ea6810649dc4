package io.tidemark.recharge.record;

import java.util.ArrayList;
import java.util.List;

/** Holds a record's value of a dimension until it is known whether the record counts. */
final class DimensionSlots {

    private static final long TOO_LONG = -1;

    private final ValueTable table;
    private final List<Slot> slots = new ArrayList<>();
    private final List<char[]> texts = new ArrayList<>();

    DimensionSlots(ValueTable table, List<FieldPath> paths, FieldTree fields) {
        this.table = table;
        for (FieldPath path : paths) {
            char[] kept = new char[ValueTable.LONGEST];
            Slot slot = new Slot((text, at, length) -> keep(kept, text, at, length));
            fields.add(path, slot);
            slots.add(slot);
            texts.add(kept);
        }
    }

    private static long keep(char[] kept, char[] text, int at, int length) {
        if (length > kept.length) {
            return TOO_LONG;
        }
        System.arraycopy(text, at, kept, 0, length);
        return length;
    }

    ValueTable table() {
        return table;
    }

    /** The number of the record's value. */
    int number() {
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot.isFilled()) {
                return slot.value() == TOO_LONG
                        ? ValueTable.OTHER_NUMBER
                        : table.number(texts.get(i), 0, (int) slot.value());
            }
        }
        return ValueTable.MISSING_NUMBER;
    }
}
