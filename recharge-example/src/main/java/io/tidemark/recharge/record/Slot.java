package io.tidemark.recharge.record;

/** Receives the value of one field of a record. */
final class Slot {

    /** The slots of a field that is not requested. */
    static final Slot[] NONE = {};

    private static final byte[] CONVERTED = {};

    private final ValueReader reader;
    private boolean filled;
    private long value;
    /** The record with a text that is not converted yet. */
    private byte[] record = CONVERTED;

    private int at;
    private int length;
    private char[] text = {};

    Slot(ValueReader reader) {
        this.reader = reader;
    }

    void clear() {
        filled = false;
        record = CONVERTED;
    }

    /** Receives a field's text; an empty text is ignored. */
    void fill(char[] text, int at, int length) {
        if (length > 0) {
            filled = true;
            record = CONVERTED;
            value = reader.read(text, at, length);
        }
    }

    /**
     * Receives a field's text, which is converted when its value is requested: most records that are no orders are
     * known by one value. An empty text is ignored.
     *
     * @param record the record, unchanged until then; the text in it is ASCII
     */
    void fillLater(byte[] record, int at, int length) {
        if (length > 0) {
            filled = true;
            this.record = record;
            this.at = at;
            this.length = length;
        }
    }

    boolean isFilled() {
        return filled;
    }

    /** The value of the text for its tag. */
    long value() {
        if (record != CONVERTED) {
            convert();
        }
        return value;
    }

    private void convert() {
        if (text.length < length) {
            text = new char[length];
        }
        for (int i = 0; i < length; i++) {
            text[i] = (char) record[at + i];
        }
        record = CONVERTED;
        value = reader.read(text, 0, length);
    }
}
