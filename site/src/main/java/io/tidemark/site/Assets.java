package io.tidemark.site;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.ReportRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** The files of the page, and the content that is computed from them at the start. */
final class Assets {

    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final String INDEX = "index.html";
    private static final String ICON = "favicon.svg";
    private static final String MAP = "map.json";
    private static final String FOLDER = "io/tidemark/site/web/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";

    private final Map<String, Handler> handlers;

    private Assets(Map<String, Handler> handlers) {
        this.handlers = Map.copyOf(handlers);
    }

    /** @throws SiteException if a file of the page or the map is missing */
    static Assets load(Server server, SiteSettings settings) {
        Resource folder = folder(server);
        SortedMap<String, byte[]> files = read(folder);
        Optional<byte[]> map = map(settings, files);
        // one version for the whole state of the files, so that modules that import each other never mix versions
        String version = ContentHash.of(
                Stream.concat(files.values().stream(), map.stream()).toArray(byte[][]::new));
        String context = "/assets/" + version;
        String base = context + "/";
        Map<String, Handler> handlers = new TreeMap<>();
        handlers.put(base + "*", new ContextHandler(files(folder), context));
        map.ifPresent(json -> handlers.put(base + MAP, new MemoryHandler(json, JSON, FOREVER)));
        handlers.put("", new MemoryHandler(index(files, base, site(settings, base, map.isPresent())), HTML, ASK_AGAIN));
        for (String icon : List.of("/favicon.svg", "/favicon.ico")) {
            handlers.put(icon, new MemoryHandler(file(files, ICON), "image/svg+xml", ASK_AGAIN));
        }
        return new Assets(handlers);
    }

    /** The handlers of the page's files by their paths. */
    Map<String, Handler> handlers() {
        return handlers;
    }

    private static ResourceHandler files(Resource folder) {
        ResourceHandler handler = new ResourceHandler();
        handler.setBaseResource(folder);
        handler.setDirAllowed(false);
        handler.setWelcomeFiles(List.of());
        handler.setEtags(true);
        handler.setCacheControl(FOREVER);
        handler.setPrecompressedFormats(CompressedContentFormat.GZIP);
        return handler;
    }

    private static Resource folder(Server server) {
        Resource folder = ResourceFactory.of(server).newClassLoaderResource(FOLDER);
        if (folder == null || !folder.isDirectory()) {
            throw new SiteException("Cannot serve the page: " + FOLDER + " is missing from the class path");
        }
        return folder;
    }

    private static SortedMap<String, byte[]> read(Resource folder) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Resource file : folder.getAllResources()) {
            if (!file.isDirectory()) {
                try (InputStream in = file.newInputStream()) {
                    files.put(String.valueOf(folder.getPathTo(file)).replace('\\', '/'), in.readAllBytes());
                } catch (IOException e) {
                    throw new SiteException("Cannot serve the page: " + file + " cannot be read", e);
                }
            }
        }
        return files;
    }

    private static byte[] file(Map<String, byte[]> files, String path) {
        return Optional.ofNullable(files.get(path))
                .orElseThrow(() -> new SiteException(
                        "Cannot serve the page: " + FOLDER + path + " is missing from the class path"));
    }

    private static Optional<byte[]> map(SiteSettings settings, Map<String, byte[]> files) {
        if (settings.map().isPresent()) {
            return Optional.of(MapFile.read(settings.map().get(), settings.regions()));
        }
        return settings.regions().map().map(name -> {
            byte[] json = files.get("maps/" + name + ".json");
            if (json == null) {
                throw new SiteException("Cannot serve the page with map '" + name
                        + "': it does not exist; set it to a GeoJSON file, or remove the map from the region table");
            }
            return json;
        });
    }

    private static byte[] index(Map<String, byte[]> files, String base, ObjectNode site) {
        String preload = files.keySet().stream()
                .filter(path -> path.endsWith(".js") && !path.equals("app/boot.js"))
                .map(path -> "<link rel=\"modulepreload\" href=\"" + base + path + "\">")
                .collect(joining("\n  "));
        String html = new String(file(files, INDEX), StandardCharsets.UTF_8)
                .replace("{{preload}}", preload)
                .replace("{{assets}}", base)
                .replace("{{site}}", Json.insideHtml(site));
        return html.getBytes(StandardCharsets.UTF_8);
    }

    /** The facts that the page needs before the first numbers arrive. */
    private static ObjectNode site(SiteSettings settings, String base, boolean hasMap) {
        RegionTable regions = settings.regions();
        ObjectNode site = JsonNodeFactory.instance.objectNode();
        site.put("group", settings.group().value());
        site.put("title", regions.title());
        site.put("english", regions.english());
        site.put("zone", ReportRules.ZONE.getId());
        site.put("map", hasMap ? base + MAP : null);
        site.put("lateAfterMs", settings.lateAfter().toMillis());
        site.put("staleAfterMs", settings.staleAfter().toMillis());
        site.put("heartbeatMs", EventHub.HEARTBEAT.toMillis());
        site.put("firstDay", PeriodChoice.FIRST_DAY.toString());
        site.put("lastDay", PeriodChoice.LAST_DAY.toString());
        site.put("period", View.DEFAULT_PERIOD.spelling());
        site.put("warnBelow", settings.display().warnBelow());
        site.put("alarmBelow", settings.display().alarmBelow());
        ObjectNode codes = site.putObject("failureCodes");
        settings.display().failureCodes().forEach((code, meaning) -> codes.putObject(code)
                .put("zh", meaning.chinese())
                .put("en", meaning.english()));
        ArrayNode list = site.putArray("regions");
        regions.regions().forEach(region -> add(list, region));
        add(list, regions.other());
        return site;
    }

    private static void add(ArrayNode list, Region region) {
        list.addObject().put("code", region.code()).put("name", region.name()).put("english", region.english());
    }
}
