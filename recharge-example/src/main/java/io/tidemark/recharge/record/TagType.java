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
    /** A time in seconds since the epoch: 1 to 12 digits, not after the year 9999 in Shanghai. */
    EPOCH_SECONDS,
    /**
     * A date and a time as in ISO 8601, {@code uuuu-MM-dd'T'HH:mm:ss}, also with a blank for the {@code T} and slashes
     * in the date; perhaps without seconds, with a fraction of the second, with an offset. Without an offset in
     * Shanghai.
     */
    DATE_TIME,
    /** The code of a region: 1 to 6 digits. */
    CODE,
    /**
     * A telephone area code: 1 to 6 digits. The region's code is this without a leading zero, padded on the right with
     * zeros to three digits.
     */
    AREA_CODE;

    /** The type as configuration spells it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
