package io.tidemark.recharge.record;

/** Parses a record and fills the slots of the requested fields. For use by one thread. */
interface FieldReader {

    /**
     * Reads a record.
     *
     * @return false if it is not UTF-8 or not a valid record of the format; the slots then hold the fields before the
     *     error
     */
    boolean read(byte[] record);

    /** Whether the last record is a line of column names. */
    default boolean isHeading() {
        return false;
    }
}
