package io.tidemark.recharge.recount;

import io.tidemark.site.region.RegionTable;
import java.util.List;

/**
 * What differs between the logs that are recounted.
 *
 * @param regionFields the fields that may hold the region, the one that counts first in front
 * @param regions the table of regions
 */
public record RecountRules(List<String> regionFields, RegionTable regions) {

    public RecountRules {
        regionFields = List.copyOf(regionFields);
    }

    /**
     * The rules of a log that comes with the example.
     *
     * @throws IllegalArgumentException if there is no such preset
     */
    public static RecountRules preset(String name) {
        List<String> regionFields = name.equals("cmcc") ? List.of("provinceCode", "provincecode") : List.of("cityCode");
        return new RecountRules(regionFields, RegionTable.preset(name));
    }
}
