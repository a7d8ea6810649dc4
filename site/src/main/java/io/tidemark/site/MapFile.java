package io.tidemark.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.region.RegionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an operator's map and validates it at start, because a browser could only fail to draw an invalid file. A map
 * without any of the regions is refused. A map that lacks some of them is served with a warning, because their numbers
 * are on the rest of the page.
 */
final class MapFile {

    private static final long MOST_BYTES = 32L << 20;
    private static final int MOST_NAMES = 20;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Logger LOG = LoggerFactory.getLogger(MapFile.class);

    private MapFile() {}

    /** @throws SiteException if the file cannot be read, is not GeoJSON, or has none of the regions */
    static byte[] read(Path file, RegionTable regions) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw refused(file, "it has " + Files.size(file) + " bytes, more than " + MOST_BYTES);
            }
            byte[] json = Files.readAllBytes(file);
            check(file, MAPPER.readTree(json), regions);
            return json;
        } catch (JsonProcessingException e) {
            throw refused(file, "it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new SiteException("Cannot serve the page with map " + file + ": the file cannot be read", e);
        }
    }

    private static void check(Path file, JsonNode root, RegionTable regions) {
        String type = root.path("type").asText();
        if (type.equals("Topology")) {
            throw refused(file, "it is TopoJSON; convert it to GeoJSON");
        }
        if (!type.equals("FeatureCollection")) {
            throw refused(file, "it is not a GeoJSON FeatureCollection, its type is '" + type + "'");
        }
        JsonNode features = root.path("features");
        if (!features.isArray() || features.isEmpty()) {
            throw refused(file, "it has no features");
        }
        boolean encoded = root.path("UTF8Encoding").asBoolean();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < features.size(); i++) {
            names.add(name(file, features.get(i), i, encoded));
        }
        compare(file, names, regions);
    }

    private static String name(Path file, JsonNode feature, int index, boolean encoded) {
        JsonNode name = feature.path("properties").path("name");
        if (!name.isTextual() || name.asText().isBlank()) {
            throw refused(file, "feature " + index + " has no text in properties.name");
        }
        JsonNode geometry = feature.path("geometry");
        String type = geometry.path("type").asText();
        // positions are in rings, rings in polygons
        int depth = type.equals("Polygon") ? 1 : type.equals("MultiPolygon") ? 2 : 0;
        if (depth == 0) {
            throw refused(
                    file, "feature '" + name.asText() + "' is a '" + type + "', neither a Polygon nor a MultiPolygon");
        }
        JsonNode coordinates = geometry.path("coordinates");
        boolean valid = encoded
                ? areTexts(coordinates, depth) && geometry.path("encodeOffsets").size() == coordinates.size()
                : areRings(coordinates, depth);
        if (!valid) {
            throw refused(
                    file, "the coordinates of feature '" + name.asText() + "' are not rings of [longitude, latitude]");
        }
        return name.asText();
    }

    private static boolean areRings(JsonNode node, int depth) {
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        for (JsonNode child : node) {
            if (!(depth > 0 ? areRings(child, depth - 1) : isPosition(child))) {
                return false;
            }
        }
        return true;
    }

    /** A longitude may be beyond 180 degrees if a region crosses the date line. */
    private static boolean isPosition(JsonNode node) {
        return node.isArray()
                && node.size() >= 2
                && node.get(0).isNumber()
                && node.get(1).isNumber()
                && Math.abs(node.get(0).asDouble()) <= 360
                && Math.abs(node.get(1).asDouble()) <= 90;
    }

    /** The compressed form of ECharts has a text for each ring. */
    private static boolean areTexts(JsonNode node, int depth) {
        if (depth == 0) {
            return node.isTextual();
        }
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        for (JsonNode child : node) {
            if (!areTexts(child, depth - 1)) {
                return false;
            }
        }
        return true;
    }

    private static void compare(Path file, Set<String> names, RegionTable regions) {
        Set<String> missing = new TreeSet<>();
        regions.regions().stream()
                .map(Region::name)
                .filter(name -> !names.contains(name))
                .forEach(missing::add);
        Set<String> unknown = new TreeSet<>(names);
        regions.regions().stream().map(Region::name).forEach(unknown::remove);
        if (unknown.size() == names.size()) {
            throw refused(
                    file,
                    "none of its features' names is a region of table '" + regions + "'; the features are "
                            + shown(unknown) + ", the regions " + shown(missing));
        }
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            LOG.warn(
                    "The map {} and region table '{}' differ: regions without a feature {}, features that are no region"
                            + " {}. The former are not on the map, the latter stay empty; properties.name of a feature"
                            + " must be the name of its region",
                    file,
                    regions,
                    shown(missing),
                    shown(unknown));
        }
    }

    private static String shown(Set<String> names) {
        return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ", "[", ""))
                + (names.size() > MOST_NAMES ? ", and " + (names.size() - MOST_NAMES) + " more]" : "]");
    }

    private static SiteException refused(Path file, String reason) {
        return new SiteException("Cannot serve the page with map " + file + ": " + reason);
    }
}
