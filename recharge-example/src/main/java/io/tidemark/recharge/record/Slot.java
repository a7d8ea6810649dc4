package io.tidemark.recharge.record;

/** Where the value of one field of a record goes. */
final class Slot {

    /** The slots of a field that nobody asks for. */
    static final Slot[] NONE = {};

    private final ValueReader reader;
    private boolean filled;
    private long value;

    Slot(ValueReader reader) {
        this.reader = reader;
    }

    void clear() {
        filled = false;
    }

    /** Takes a field's text; the empty text says nothing. */
    void fill(char[] text, int at, int length) {
        if (length > 0) {
            filled = true;
            value = reader.read(text, at, length);
        }
    }

    boolean isFilled() {
        return filled;
    }

    /** What the text means to the tag. */
    long value() {
        return value;
    }
}
