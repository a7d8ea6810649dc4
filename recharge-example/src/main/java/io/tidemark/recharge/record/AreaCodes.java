package io.tidemark.recharge.record;

/**
 * Parses telephone area codes as region codes: without a leading zero, and padded with zeros at the end to three
 * digits.
 */
final class AreaCodes implements ValueReader {

    private static final int MOST_DIGITS = 6;
    private static final int DIGITS = 3;

    private final RegionPlaces places;
    private final char[] code = new char[MOST_DIGITS];

    AreaCodes(RegionPlaces places) {
        this.places = places;
    }

    @Override
    public long read(char[] text, int at, int length) {
        if (length > MOST_DIGITS) {
            return INVALID;
        }
        int skipped = length > 1 && text[at] == '0' ? 1 : 0;
        int digits = length - skipped;
        System.arraycopy(text, at + skipped, code, 0, digits);
        while (digits < DIGITS) {
            code[digits++] = '0';
        }
        return places.read(code, 0, digits);
    }
}
