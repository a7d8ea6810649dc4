package io.tidemark.recharge.record;

import java.util.Locale;

/** How the text of a field is read for its tag. */
public enum TagType {
    /** Any text. */
    TEXT,
    /** An amount in fen: 1 to 18 digits. */
    FEN,
    /** An amount in yuan: 1 to 16 digits and, behind a point, one or two more. */
    YUAN,
    /** A time that the text begins with, {@code uuuuMMddHHmmssSSS} in Shanghai; whatever follows it does not count. */
    TIME_PREFIX,
    /** A time, {@code uuuuMMddHHmmssSSS} in Shanghai, and nothing else. */
    TIME,
    /** A time, {@code uuuuMMddHHmmss} in Shanghai, and nothing else. */
    TIME_SECONDS,
    /** A time in milliseconds since the epoch: 1 to 15 digits, not beyond the year 9999 in Shanghai. */
    EPOCH_MILLIS,
    /** The code of a region: 1 to 6 digits. */
    CODE;

    /** The type as configuration spells it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
