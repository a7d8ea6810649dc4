package io.tidemark.site;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of the page on the class path. */
final class WebFiles {

    private static final String FOLDER = "web";
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.esm.min.js";

    private WebFiles() {}

    /** Every file below the page's folder, and ECharts as {@code vendor/echarts.js}; by its path. */
    static SortedMap<String, byte[]> load() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        URL folder = resource(FOLDER);
        try {
            URI uri = folder.toURI();
            if ("jar".equals(uri.getScheme())) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    collect(jar.getPath(WebFiles.class.getPackageName().replace('.', '/'), FOLDER), files);
                }
            } else {
                collect(Path.of(uri), files);
            }
            try (var echarts = resource(ECHARTS).openStream()) {
                files.put("vendor/echarts.js", echarts.readAllBytes());
            }
        } catch (IOException | URISyntaxException e) {
            throw new SiteException("Cannot serve the page: its files at " + folder + " cannot be read", e);
        }
        return files;
    }

    private static URL resource(String name) {
        URL resource = WebFiles.class.getResource(name);
        if (resource == null) {
            throw new SiteException("Cannot serve the page: " + name + " is missing from the class path");
        }
        return resource;
    }

    private static void collect(Path folder, SortedMap<String, byte[]> files) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }
}
