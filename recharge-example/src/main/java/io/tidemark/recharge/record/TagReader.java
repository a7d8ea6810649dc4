package io.tidemark.recharge.record;

import java.util.Arrays;

/** Reads the text of a tag's field as the number that counts for it. The text is never empty. */
final class TagReader {

    /** The value of text that says nothing valid: no amount, time or region is this number. */
    static final long INVALID = LogTime.INVALID;

    /** The value of text that is the one looked for: the order's service, the result that is success. */
    static final long MATCH = 1;

    private static final long NO_MATCH = 0;
    private static final int MAX_AMOUNT_DIGITS = 18;
    private static final int MAX_REGION_DIGITS = 6;

    private final char[] orderService;
    private final char[] successResult;
    private final long[] sortedRegions;
    private final int[] places;

    TagReader(TagDictionary dictionary) {
        orderService = dictionary.orderService().toCharArray();
        successResult = dictionary.successResult().toCharArray();
        String[] codes = dictionary.regions().codes().toArray(String[]::new);
        sortedRegions = new long[codes.length];
        Arrays.setAll(sortedRegions, i -> regionKey(codes[i].toCharArray(), 0, codes[i].length()));
        long[] unsorted = sortedRegions.clone();
        Arrays.sort(sortedRegions);
        places = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            places[Arrays.binarySearch(sortedRegions, unsorted[i])] = i;
        }
    }

    long read(Tag tag, char[] text, int at, int length) {
        return switch (tag) {
            case SERVICE -> match(orderService, text, at, length);
            case RESULT -> match(successResult, text, at, length);
            case AMOUNT -> length > MAX_AMOUNT_DIGITS ? INVALID : digits(text, at, length);
            case START -> length < LogTime.DIGITS ? INVALID : LogTime.epochMillis(text, at);
            case END -> length != LogTime.DIGITS ? INVALID : LogTime.epochMillis(text, at);
            case REGION -> region(text, at, length);
        };
    }

    private long region(char[] text, int at, int length) {
        long key = regionKey(text, at, length);
        if (key == INVALID) {
            return INVALID;
        }
        int found = Arrays.binarySearch(sortedRegions, key);
        return found >= 0 ? places[found] : places.length;
    }

    /** A number for each code: codes that differ in leading zeros alone are different codes. */
    private static long regionKey(char[] text, int at, int length) {
        long digits = length > MAX_REGION_DIGITS ? INVALID : digits(text, at, length);
        return digits == INVALID ? INVALID : length * 1_000_000L + digits;
    }

    private static long match(char[] expected, char[] text, int at, int length) {
        return Arrays.equals(expected, 0, expected.length, text, at, at + length) ? MATCH : NO_MATCH;
    }

    private static long digits(char[] text, int at, int length) {
        long value = 0;
        for (int i = at; i < at + length; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
