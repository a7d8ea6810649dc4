package io.tidemark.offset.jdbc.spi;

/**
 * The properties of a server that the store depends on.
 *
 * @param rowStart how a row of a {@code VALUES} table begins: {@code (} or {@code ROW(}
 * @param longestStatement the maximum size of a statement, in bytes
 * @param isStrict whether it refuses values that do not fit, and rows that leave a column without a value
 * @param isolation the isolation level of a transaction, as SQL names it
 * @since 0.1
 */
public record ServerFacts(String rowStart, long longestStatement, boolean isStrict, String isolation) {

    /**
     * Each statement reads what is committed when it begins. A conditional update that has waited for another driver
     * then compares with what that driver has stored.
     */
    public static final String READ_COMMITTED = "READ COMMITTED";
}
