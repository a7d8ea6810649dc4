package io.tidemark.recharge.generate;

import io.tidemark.recharge.region.RegionTable;
import java.util.List;

/** The places of a log's recharges: regions with their weights, and the values of their fields. */
final class Country {

    /** Well-formed codes that neither table has. */
    private static final List<byte[]> UNKNOWN_CODES = List.of(
            Lines.utf8("999"),
            Lines.utf8("0"),
            Lines.utf8("852"),
            Lines.utf8("0755"),
            Lines.utf8("440300"),
            Lines.utf8("86"));

    /** A place with the values of its fields. */
    static final class Place {

        private final byte[] city;
        private final byte[] province;
        private final int failuresPerMillion;

        private Place(byte[] city, byte[] province, int failuresPerMillion) {
            this.city = city;
            this.province = province;
            this.failuresPerMillion = failuresPerMillion;
        }

        /** The code of its city. */
        byte[] city() {
            return city;
        }

        /** The code of its province. */
        byte[] province() {
            return province;
        }

        /** The share of its recharges that fail outside of failure waves. */
        int failuresPerMillion() {
            return failuresPerMillion;
        }
    }

    private final Weighted<Place> places;
    private final boolean nationwide;

    private Country(Weighted<Place> places, boolean nationwide) {
        this.places = places;
        this.nationwide = nationwide;
    }

    /** @throws IllegalArgumentException if there is no such preset */
    static Country preset(String name) {
        return switch (name) {
            case "guangdong" -> guangdong();
            case "cmcc" -> cmcc();
            default ->
                throw new IllegalArgumentException("Cannot generate a log of '" + name + "': there are "
                        + String.join(" and ", RegionTable.presets()));
        };
    }

    Place pick(Dice dice) {
        return places.pick(dice);
    }

    /** A place that the table of regions does not have. */
    Place unknown(Dice dice) {
        byte[] code = UNKNOWN_CODES.get(dice.below(UNKNOWN_CODES.size()));
        byte[] province = nationwide ? code : pick(dice).province();
        return new Place(code, province, 20_000);
    }

    private static Country guangdong() {
        int[][] weights = {
            {755, 218},
            {200, 205},
            {769, 118},
            {757, 97},
            {752, 52},
            {760, 45},
            {756, 36},
            {750, 35},
            {754, 38},
            {759, 36},
            {668, 30},
            {663, 29},
            {753, 24},
            {758, 24},
            {763, 22},
            {751, 19},
            {662, 17},
            {762, 17},
            {768, 17},
            {660, 15},
            {766, 12}
        };
        return new Country(places(weights, "200"), false);
    }

    private static Country cmcc() {
        int[][] weights = {
            {200, 128},
            {250, 82},
            {531, 76},
            {571, 74},
            {371, 66},
            {280, 62},
            {311, 50},
            {731, 46},
            {270, 45},
            {551, 44},
            {100, 42},
            {210, 42},
            {591, 36},
            {290, 32},
            {240, 32},
            {771, 31},
            {871, 30},
            {791, 29},
            {351, 24},
            {851, 24},
            {230, 24},
            {451, 21},
            {431, 17},
            {471, 16},
            {991, 16},
            {931, 15},
            {220, 13},
            {898, 8},
            {951, 5},
            {971, 4},
            {891, 2}
        };
        return new Country(places(weights, ""), true);
    }

    /** Places by code and weight, of one province or, if that is empty, each in its own province. */
    private static Weighted<Place> places(int[][] weights, String province) {
        Weighted.Builder<Place> places = Weighted.builder();
        for (int[] place : weights) {
            byte[] code = Lines.utf8(Integer.toString(place[0]));
            int failures = 9_000 + place[0] * 7_919 % 14_000;
            places.add(place[1], new Place(code, province.isEmpty() ? code : Lines.utf8(province), failures));
        }
        return places.build();
    }
}
