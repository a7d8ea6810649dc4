package io.tidemark.recharge.record;

import io.tidemark.recharge.region.RegionTable;
import java.util.Arrays;

/** Maps codes to their indexes in a table of regions. */
final class RegionPlaces implements ValueReader {

    private static final int MAX_DIGITS = 6;

    private final long[] sortedRegions;
    private final int[] places;

    RegionPlaces(RegionTable regions) {
        String[] codes = regions.codes().toArray(String[]::new);
        sortedRegions = new long[codes.length];
        Arrays.setAll(sortedRegions, i -> key(codes[i].toCharArray(), 0, codes[i].length()));
        long[] unsorted = sortedRegions.clone();
        Arrays.sort(sortedRegions);
        places = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            places[Arrays.binarySearch(sortedRegions, unsorted[i])] = i;
        }
    }

    @Override
    public long read(char[] text, int at, int length) {
        long key = key(text, at, length);
        if (key == INVALID) {
            return INVALID;
        }
        int found = Arrays.binarySearch(sortedRegions, key);
        return found >= 0 ? places[found] : places.length;
    }

    /** A number for each code. Codes that differ only in leading zeros are different. */
    private static long key(char[] text, int at, int length) {
        long digits = length > MAX_DIGITS ? INVALID : Amounts.digits(text, at, length);
        return digits == INVALID ? INVALID : length * 1_000_000L + digits;
    }
}
