package io.tidemark.recharge.record;

import java.util.Locale;

/** How the text of a field is parsed for its tag. */
public enum TagType {
    /** Any text. */
    TEXT,
    /** An amount in fen: 1 to 18 digits. */
    FEN,
    /** An amount in yuan: 1 to 16 digits and optionally a point with one or two more digits. */
    YUAN,
    /** A text that begins with a time, {@code uuuuMMddHHmmssSSS} in Shanghai; the rest is ignored. */
    TIME_PREFIX,
    /** Exactly a time, {@code uuuuMMddHHmmssSSS} in Shanghai. */
    TIME,
    /** Exactly a time, {@code uuuuMMddHHmmss} in Shanghai. */
    TIME_SECONDS,
    /** A time in milliseconds since the epoch: 1 to 15 digits, not beyond the year 9999 in Shanghai. */
    EPOCH_MILLIS,
    /** A time in seconds since the epoch: 1 to 12 digits, not after the year 9999 in Shanghai. */
    EPOCH_SECONDS,
    /**
     * A date and a time as in ISO 8601, {@code uuuu-MM-dd'T'HH:mm:ss}. The {@code T} may be a blank, and the date may
     * have slashes. Seconds, a fraction of the second and an offset are optional. Without an offset the time is in
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

    /** The type's name in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
