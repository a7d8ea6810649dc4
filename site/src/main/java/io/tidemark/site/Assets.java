package io.tidemark.site;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.ReportRules;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that never changes while the server runs, by path, read and compressed at start. Only entries of this
 * table can be requested, so no path leads to another file of the machine.
 */
final class Assets {

    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final String INDEX = "index.html";
    private static final String ICON = "favicon.svg";

    private final Map<String, Reply> byPath;

    private Assets(Map<String, Reply> byPath) {
        this.byPath = Map.copyOf(byPath);
    }

    /** @throws SiteException if a file of the page or the map is missing */
    static Assets load(SiteSettings settings) {
        SortedMap<String, byte[]> files = WebFiles.load();
        Optional<byte[]> map = map(settings, files);
        files.keySet().removeIf(path -> path.startsWith("maps/"));
        map.ifPresent(json -> files.put("map.json", json));

        SortedMap<String, Body> bodies = new TreeMap<>();
        files.forEach((path, bytes) -> bodies.put(path, Body.of(MediaType.of(path), bytes)));
        // one version for the whole state of the files, so that modules that import each other never mix versions
        String version = Body.of(
                        "",
                        bodies.values().stream()
                                .map(Body::tag)
                                .collect(joining())
                                .getBytes(StandardCharsets.US_ASCII))
                .tag();
        String base = "/assets/" + version + "/";

        Map<String, Reply> byPath = new TreeMap<>();
        bodies.forEach((path, body) -> byPath.put(base + path, new Reply(200, body, FOREVER, Map.of())));
        Body index = index(files, base, site(settings, base, map.isPresent()));
        byPath.put("/", new Reply(200, index, ASK_AGAIN, Map.of()));
        for (String icon : new String[] {"/favicon.svg", "/favicon.ico"}) {
            byPath.put(icon, byPath.getOrDefault(base + ICON, Reply.problem(404, "no icon")));
        }
        return new Assets(byPath);
    }

    Optional<Reply> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private static Optional<byte[]> map(SiteSettings settings, Map<String, byte[]> files) {
        if (settings.map().isPresent()) {
            return Optional.of(MapFile.read(settings.map().get(), settings.regions()));
        }
        return settings.regions().map().map(name -> {
            byte[] json = files.get("maps/" + name + ".json");
            if (json == null) {
                throw new SiteException(
                        "Cannot serve the page with map '" + name
                                + "': there is none of that name; name a GeoJSON file, or leave the map out of the region table");
            }
            return json;
        });
    }

    private static Body index(Map<String, byte[]> files, String base, ObjectNode site) {
        String preload = files.keySet().stream()
                .filter(path -> path.endsWith(".js") && !path.equals("app/boot.js"))
                .map(path -> "<link rel=\"modulepreload\" href=\"" + base + path + "\">")
                .collect(joining("\n  "));
        String html = new String(files.getOrDefault(INDEX, new byte[0]), StandardCharsets.UTF_8)
                .replace("{{preload}}", preload)
                .replace("{{assets}}", base)
                .replace("{{site}}", Json.insideHtml(site));
        return Body.of(MediaType.of(INDEX), html.getBytes(StandardCharsets.UTF_8));
    }

    /** The facts that the page needs before the first numbers arrive. */
    private static ObjectNode site(SiteSettings settings, String base, boolean hasMap) {
        RegionTable regions = settings.regions();
        ObjectNode site = JsonNodeFactory.instance.objectNode();
        site.put("group", settings.group().value());
        site.put("title", regions.title());
        site.put("english", regions.english());
        site.put("zone", ReportRules.ZONE.getId());
        site.put("map", hasMap ? base + "map.json" : null);
        site.put("lateAfterMs", settings.lateAfter().toMillis());
        site.put("staleAfterMs", settings.staleAfter().toMillis());
        site.put("heartbeatMs", EventHub.HEARTBEAT.toMillis());
        site.put("firstDay", PeriodChoice.FIRST_DAY.toString());
        site.put("lastDay", PeriodChoice.LAST_DAY.toString());
        site.put("period", View.DEFAULT_PERIOD.spelling());
        ArrayNode list = site.putArray("regions");
        regions.regions().forEach(region -> add(list, region));
        add(list, regions.other());
        return site;
    }

    private static void add(ArrayNode list, Region region) {
        list.addObject().put("code", region.code()).put("name", region.name()).put("english", region.english());
    }
}
