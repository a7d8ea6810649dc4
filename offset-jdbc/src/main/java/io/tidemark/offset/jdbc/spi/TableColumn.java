package io.tidemark.offset.jdbc.spi;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A column of an existing table.
 *
 * @param name its name
 * @param type the complete type, {@code varchar(32)}
 * @param dataType only the type's name, {@code varchar}
 * @param length how many characters, or bytes without a character set, it holds; {@link Long#MAX_VALUE} without a limit
 * @param charset its character set; empty for numbers and bytes
 * @param collation its collation; empty for numbers and bytes
 * @param bits the size of its whole numbers; 0 if it does not hold whole numbers
 * @param isUnsigned whether it holds no negative numbers
 * @param fill how it gets a value when an INSERT does not name it
 * @param attributes the attributes that an {@code ALTER TABLE} must repeat: {@code NOT NULL COMMENT 'x'}
 * @since 0.1
 */
public record TableColumn(
        String name,
        String type,
        String dataType,
        long length,
        String charset,
        String collation,
        int bits,
        boolean isUnsigned,
        Fill fill,
        String attributes) {

    /** The source of a column's value when an INSERT does not name it. */
    public enum Fill {
        /** By its default, which may be NULL, or by its expression. */
        BY_SERVER,
        /** It does not: it is NOT NULL and has no default. */
        NOT_FILLED
    }

    /** Whether it holds whole numbers. */
    public boolean isInteger() {
        return bits > 0;
    }

    /** The largest number that it holds; empty if it holds every offset. */
    public Optional<Long> largest() {
        if (bits == 0 || bits == Long.SIZE) {
            return Optional.empty();
        }
        int used = isUnsigned ? bits : bits - 1;
        return Optional.of(BigInteger.ONE.shiftLeft(used).longValueExact() - 1);
    }
}
