package io.tidemark.recharge.record;

/** Parses amounts of money. */
final class Amounts {

    private static final int MAX_DIGITS = 18;

    private Amounts() {}

    static long fen(char[] text, int at, int length) {
        return length > MAX_DIGITS ? ValueReader.INVALID : digits(text, at, length);
    }

    static long yuan(char[] text, int at, int length) {
        int whole = 0;
        while (whole < length && text[at + whole] != '.') {
            whole++;
        }
        int decimals = Math.max(0, length - whole - 1);
        if (whole == 0 || whole > MAX_DIGITS - 2 || decimals > 2 || (whole < length && decimals == 0)) {
            return ValueReader.INVALID;
        }
        long yuan = digits(text, at, whole);
        long rest = digits(text, at + whole + 1, decimals);
        return yuan == ValueReader.INVALID || rest == ValueReader.INVALID
                ? ValueReader.INVALID
                : yuan * 100 + (decimals == 1 ? rest * 10 : rest);
    }

    /** The value of at most 18 digits; 0 for none. */
    static long digits(char[] text, int at, int length) {
        long value = 0;
        for (int i = at; i < at + length; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return ValueReader.INVALID;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
