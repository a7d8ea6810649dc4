package io.tidemark.bench.candidate;

import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.region.RegionTable;
import java.util.ArrayList;
import java.util.List;

/** The regions of the log, by the numbers that the parser of the job gives them. */
final class Regions {

    /** The preset of the log. */
    static final String PRESET = "guangdong";

    private static final List<String> CODES = codes();

    private Regions() {}

    /** The code of a region; {@link RegionTable#OTHER} for the last one. */
    static String code(int region) {
        return CODES.get(region);
    }

    private static List<String> codes() {
        List<String> codes = new ArrayList<>(TagDictionary.preset(PRESET).regions().regions().stream()
                .map(Region::code)
                .toList());
        codes.add(RegionTable.OTHER);
        return List.copyOf(codes);
    }
}
