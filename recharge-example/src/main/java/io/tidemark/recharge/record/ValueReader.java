package io.tidemark.recharge.record;

import io.tidemark.recharge.region.RegionTable;
import java.util.Arrays;

/** Converts the text of a tag's field to a number. */
@FunctionalInterface
interface ValueReader {

    /** The value of text that is not valid: no amount, time or region has this number. */
    long INVALID = LogTime.INVALID;

    /** The value of text that equals the expected one: the service of orders, or the result of a success. */
    long MATCH = 1;

    /** The value of any other text. */
    long NO_MATCH = 0;

    /**
     * Reads a text.
     *
     * @param length of the text, not 0
     */
    long read(char[] text, int at, int length);

    /** The reader for a type of amounts or times. */
    static ValueReader of(TagType type) {
        return switch (type) {
            case FEN -> Amounts::fen;
            case YUAN -> Amounts::yuan;
            case TIME_PREFIX -> (text, at, length) -> length < LogTime.DIGITS ? INVALID : LogTime.epochMillis(text, at);
            case TIME -> (text, at, length) -> length != LogTime.DIGITS ? INVALID : LogTime.epochMillis(text, at);
            case TIME_SECONDS ->
                (text, at, length) ->
                        length != LogTime.DIGITS_OF_SECONDS ? INVALID : LogTime.epochMillisOfSeconds(text, at);
            case EPOCH_MILLIS -> LogTime::fromEpochMillis;
            case EPOCH_SECONDS -> LogTime::fromEpochSeconds;
            case DATE_TIME -> DateTimeText::epochMillis;
            case TEXT, CODE, AREA_CODE ->
                throw new IllegalArgumentException("Cannot read " + type.key() + " without its values");
        };
    }

    /** Distinguishes one text from all others. */
    static ValueReader matching(String wanted) {
        char[] expected = wanted.toCharArray();
        return (text, at, length) ->
                Arrays.equals(expected, 0, expected.length, text, at, at + length) ? MATCH : NO_MATCH;
    }

    /** Converts a region to its index in a table, or to the number of regions if the table does not have it. */
    static ValueReader region(RegionTable regions, TagType type) {
        RegionPlaces places = new RegionPlaces(regions);
        return type == TagType.AREA_CODE ? new AreaCodes(places) : places;
    }
}
