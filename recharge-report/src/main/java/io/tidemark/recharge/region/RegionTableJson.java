package io.tidemark.recharge.region;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of a {@link RegionTable}. */
final class RegionTableJson {

    private static final String FORMAT =
            "the table has the form {\"name\": …, \"title\": …, \"english\": …, \"map\": null, "
                    + "\"regions\": [{\"code\": \"755\", \"name\": \"深圳市\", \"english\": \"Shenzhen\"}, …]}";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RegionTableJson() {}

    static RegionTable read(InputStream json) throws IOException {
        try {
            JsonNode root = MAPPER.readTree(json);
            List<Region> regions = new ArrayList<>();
            for (JsonNode region : root.path("regions")) {
                regions.add(new Region(text(region, "code"), text(region, "name"), text(region, "english")));
            }
            if (regions.isEmpty()) {
                throw new IllegalArgumentException("it has no regions; " + FORMAT);
            }
            JsonNode map = root.path("map");
            return new RegionTable(
                    text(root, "name"),
                    text(root, "title"),
                    text(root, "english"),
                    map.isTextual() ? Optional.of(map.asText()) : Optional.empty(),
                    regions);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    e.getOriginalMessage().lines().findFirst().orElse("it is no JSON") + "; " + FORMAT, e);
        }
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asText();
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + field + "' is missing or blank in " + shortened(node) + "; " + FORMAT);
        }
        return text;
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
