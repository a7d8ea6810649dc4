package io.tidemark.recharge.record;

/** Receives the value of one field of a record. */
final class Slot {

    /** The slots of a field that is not requested. */
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

    /** Receives a field's text; an empty text is ignored. */
    void fill(char[] text, int at, int length) {
        if (length > 0) {
            filled = true;
            value = reader.read(text, at, length);
        }
    }

    boolean isFilled() {
        return filled;
    }

    /** The value of the text for its tag. */
    long value() {
        return value;
    }
}
