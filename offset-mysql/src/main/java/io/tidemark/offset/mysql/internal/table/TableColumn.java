package io.tidemark.offset.mysql.internal.table;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * A column of a table, from the server's information schema.
 *
 * @param name its name
 * @param type the complete type, {@code varchar(32)}
 * @param dataType only the type's name, {@code varchar}
 * @param length how many characters, or bytes without a character set, it holds; {@link Long#MAX_VALUE} for a number
 * @param charset its character set; empty for numbers and bytes
 * @param collation its collation; empty for numbers and bytes
 * @param fill how it gets a value when an INSERT does not name it
 * @param attributes the attributes that an {@code ALTER TABLE} must repeat: {@code NOT NULL COMMENT 'x'}
 */
public record TableColumn(
        String name,
        String type,
        String dataType,
        long length,
        String charset,
        String collation,
        Fill fill,
        String attributes) {

    /** How a column gets a value when an INSERT does not name it. */
    public enum Fill {
        /** By its default, which may be NULL, or by its expression. */
        BY_SERVER,
        /** It does not: it is NOT NULL and has no default. */
        NOT_FILLED
    }

    /** Reads a row of the query in {@link TableShape}. */
    static TableColumn of(ResultSet row) throws SQLException {
        long length = row.getLong(4);
        boolean isText = !row.wasNull();
        boolean isNullable = row.getString(7).equalsIgnoreCase("YES");
        boolean hasDefault = row.getString(8) != null;
        String extra = row.getString(9) == null ? "" : row.getString(9).toLowerCase(Locale.ROOT);
        boolean isFilled = isNullable
                || hasDefault
                || extra.contains("auto_increment")
                || extra.contains("generated")
                || extra.contains("virtual")
                || extra.contains("persistent");
        String comment = row.getString(10) == null || row.getString(10).isEmpty()
                ? ""
                : " COMMENT '" + row.getString(10).replace("'", "''") + "'";
        return new TableColumn(
                row.getString(1),
                row.getString(2),
                row.getString(3).toLowerCase(Locale.ROOT),
                isText ? length : Long.MAX_VALUE,
                row.getString(5),
                row.getString(6),
                isFilled ? Fill.BY_SERVER : Fill.NOT_FILLED,
                (isNullable ? "NULL" : "NOT NULL") + comment);
    }

    /** Whether it holds whole numbers. */
    public boolean isInteger() {
        return bits() > 0;
    }

    /** The largest number that it holds; empty if it holds every offset. */
    Optional<Long> largest() {
        int bits = bits();
        if (bits == 0 || bits == Long.SIZE) {
            return Optional.empty();
        }
        int used = type.toLowerCase(Locale.ROOT).contains("unsigned") ? bits : bits - 1;
        return Optional.of(BigInteger.ONE.shiftLeft(used).longValueExact() - 1);
    }

    private int bits() {
        return switch (dataType) {
            case "tinyint" -> 8;
            case "smallint" -> 16;
            case "mediumint" -> 24;
            case "int", "integer" -> 32;
            case "bigint" -> 64;
            default -> 0;
        };
    }

    /** A text as an expression that can use an index on the column. */
    public String converted(String expression) {
        return charset.isEmpty()
                ? "CONVERT(" + expression + " USING utf8mb4)"
                : "CONVERT(" + expression + " USING " + charset + ") COLLATE " + collation;
    }

    /** The part of an ALTER TABLE that makes the column hold texts of the given number of characters. */
    public String widenedTo(long characters) {
        String text = charset.isEmpty()
                ? "VARBINARY(" + characters + ")"
                : "VARCHAR(" + characters + ") CHARACTER SET " + charset + " COLLATE " + collation;
        return "MODIFY `" + name + "` " + text + " " + attributes;
    }

    /** The part of an ALTER TABLE that gives the column another collation of {@code utf8mb4}. */
    public String convertedTo(String otherCollation) {
        return "MODIFY `" + name + "` " + (charset.isEmpty() ? "VARCHAR(" + length + ")" : type)
                + " CHARACTER SET utf8mb4 COLLATE " + otherCollation + " " + attributes;
    }

    /** The part of an ALTER TABLE that gives the column another type and keeps its other attributes. */
    public String retyped(String otherType) {
        return "MODIFY `" + name + "` " + otherType + " " + attributes;
    }

    /** The part of an ALTER TABLE that allows the column to be empty. */
    public String nullable() {
        String text = charset.isEmpty() ? "" : " CHARACTER SET " + charset + " COLLATE " + collation;
        return "MODIFY `" + name + "` " + type + text + " " + attributes.replaceFirst("NOT NULL", "NULL");
    }
}
