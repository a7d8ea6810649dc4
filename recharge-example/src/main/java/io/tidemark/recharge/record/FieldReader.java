package io.tidemark.recharge.record;

/** Takes a record apart and fills the slots of the fields that are asked for. For use by one thread. */
interface FieldReader {

    /**
     * Reads a record, whose bytes are well-formed UTF-8.
     *
     * @return false if it is not one record of the format; the slots then hold whatever came before that was found out
     */
    boolean read(byte[] record);

    /** Whether the record that was read last is a line of headings. */
    default boolean isHeading() {
        return false;
    }
}
