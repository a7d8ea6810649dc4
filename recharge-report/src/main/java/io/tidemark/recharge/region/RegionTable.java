package io.tidemark.recharge.region;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The regions that orders are counted by, and the map that shows them. Immutable, and serializable so that a job may
 * hand it to its executors.
 */
public final class RegionTable implements Serializable {

    /** The code of all regions that are not in the table. */
    public static final String OTHER = "other";

    private static final long serialVersionUID = 1L;
    private static final List<String> PRESETS = List.of("guangdong", "cmcc");

    private final String name;
    private final String title;
    private final String english;
    private final String map;
    private final LinkedHashMap<String, Region> regions;

    RegionTable(String name, String title, String english, Optional<String> map, Collection<Region> regions) {
        this.name = name;
        this.title = title;
        this.english = english;
        this.map = map.orElse("");
        this.regions = new LinkedHashMap<>();
        for (Region region : regions) {
            if (!region.code().matches("[0-9]{1,6}")) {
                throw new IllegalArgumentException(
                        "region code '" + region.code() + "' of " + region.name() + " is not 1 to 6 digits");
            }
            Region earlier = this.regions.put(region.code(), region);
            if (earlier != null) {
                throw new IllegalArgumentException("region code '" + region.code() + "' stands for both "
                        + earlier.name() + " and " + region.name());
            }
        }
    }

    /**
     * A table that comes with Tidemark: {@code guangdong}, the 21 cities of Guangdong with their map, or {@code cmcc},
     * the 31 provinces without one.
     *
     * @throws IllegalArgumentException if there is no such table
     */
    public static RegionTable preset(String name) {
        if (!PRESETS.contains(name)) {
            throw new IllegalArgumentException(
                    "Cannot use region table '" + name + "': there are " + PRESETS + ", or name a file");
        }
        try (InputStream json = RegionTable.class.getResourceAsStream(name + ".json")) {
            if (json == null) {
                throw new IllegalStateException("Cannot use region table '" + name + "': it is missing from the jar");
            }
            return RegionTableJson.read(json);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot use region table '" + name + "': " + e.getMessage(), e);
        }
    }

    /** The names that {@link #preset} knows. */
    public static List<String> presets() {
        return PRESETS;
    }

    /**
     * Reads a table from a file in UTF-8. It is text with a line for each region, such as {@code 755 深圳市} or
     * {@code 755,深圳市,Shenzhen}, or JSON of the form {@code {"name": "…", "title": "…", "english": "…", "map": "…" or
     * null, "regions": [{"code": "200", "name": "广州市", "english": "Guangzhou"}, …]}}.
     *
     * @throws IllegalArgumentException if the file cannot be read or is no region table
     */
    public static RegionTable load(Path file) {
        try {
            String text = Files.readString(file).replaceFirst("^\uFEFF", "");
            return text.stripLeading().startsWith("{")
                    ? RegionTableJson.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    : RegionTableText.read(nameOf(file), text);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("Cannot read region table " + file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "Cannot read region table " + file + ": it is not UTF-8; convert it, such as with iconv -t UTF-8",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("Cannot read region table " + file + ": " + e.getMessage(), e);
        }
    }

    /** The name of a table that has none of its own: the file's name without its extension. */
    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    /** The table's name. */
    public String name() {
        return name;
    }

    /** The title of the area that the regions are part of. */
    public String title() {
        return title;
    }

    /** The title of that area, in English. */
    public String english() {
        return english;
    }

    /** The name of the map that shows the regions; empty if there is none. */
    public Optional<String> map() {
        return map.isEmpty() ? Optional.empty() : Optional.of(map);
    }

    /** The regions, in the table's order; without {@link #other()}. */
    public Collection<Region> regions() {
        return Collections.unmodifiableCollection(regions.values());
    }

    /** The codes of the regions. */
    public Set<String> codes() {
        return Collections.unmodifiableSet(regions.keySet());
    }

    /** The code under which an order with this code counts: the code itself, or {@link #OTHER}. */
    public String regionOf(String code) {
        return regions.containsKey(code) ? code : OTHER;
    }

    /** The region for all codes that are not in the table. */
    public Region other() {
        return new Region(OTHER, "其他", "Other");
    }

    @Override
    public String toString() {
        return name;
    }
}
