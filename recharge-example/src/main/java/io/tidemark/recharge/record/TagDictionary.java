package io.tidemark.recharge.record;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.tidemark.site.region.RegionTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the fields of a log mean: which of them feed which tag, which service is the order, which result is success, and
 * the table of regions. Immutable, and serializable so that a job may hand it to its executors.
 */
public final class TagDictionary implements Serializable {

    private static final long serialVersionUID = 1L;

    private final EnumMap<Tag, List<String>> fields;
    private final String orderService;
    private final String successResult;
    private final RegionTable regions;

    /**
     * @param fields for every tag the names of its fields; where a record has several of them, the first that has text
     *     counts
     * @param orderService the service whose records are orders
     * @param successResult the result of an order that succeeded
     * @param regions the regions that orders count under
     * @throws InvalidDictionaryException if a tag has no field, a name is empty or stands twice, or service or result are
     *     empty; with every such problem
     */
    public TagDictionary(
            Map<Tag, List<String>> fields, String orderService, String successResult, RegionTable regions) {
        List<String> problems = new ArrayList<>();
        this.fields = new EnumMap<>(Tag.class);
        Set<String> seen = new LinkedHashSet<>();
        for (Tag tag : Tag.values()) {
            List<String> names = List.copyOf(fields.getOrDefault(tag, List.of()));
            if (names.isEmpty()) {
                problems.add("tags." + tag.key() + " names no field");
            }
            for (String name : names) {
                if (name.isEmpty()) {
                    problems.add("tags." + tag.key() + " holds an empty field name");
                } else if (!seen.add(name)) {
                    problems.add("tags." + tag.key() + " holds '" + name + "', which stands in the dictionary already");
                }
            }
            this.fields.put(tag, names);
        }
        if (orderService.isEmpty()) {
            problems.add("order-service is empty");
        }
        if (successResult.isEmpty()) {
            problems.add("success-result is empty");
        }
        if (!problems.isEmpty()) {
            throw new InvalidDictionaryException(problems);
        }
        this.orderService = orderService;
        this.successResult = successResult;
        this.regions = regions;
    }

    /**
     * A dictionary that comes with the example: {@code guangdong} or {@code cmcc}, as {@link RegionTable#presets()} lists
     * them.
     *
     * @throws InvalidDictionaryException if there is no such preset
     */
    public static TagDictionary preset(String name) {
        return of(presetConfig(name));
    }

    /**
     * The settings of a preset, to be laid under settings of one's own.
     *
     * @throws InvalidDictionaryException if there is no such preset
     */
    public static Config presetConfig(String name) {
        if (!RegionTable.presets().contains(name)) {
            throw new InvalidDictionaryException(
                    List.of("preset is '" + name + "': there are " + String.join(" and ", RegionTable.presets())));
        }
        return ConfigFactory.parseResources(
                TagDictionary.class,
                name + ".conf",
                ConfigParseOptions.defaults().setAllowMissing(false));
    }

    /**
     * Reads a dictionary from settings of the form of {@code guangdong.conf}.
     *
     * @throws InvalidDictionaryException if settings are missing, unknown or wrong; with every such problem
     */
    public static TagDictionary of(Config settings) {
        return new DictionarySettings(settings.resolve()).dictionary();
    }

    /** The names of the fields of a tag, the one that counts first in front. */
    public List<String> fields(Tag tag) {
        return fields.getOrDefault(tag, List.of());
    }

    /** The fields of all tags. */
    public Map<Tag, List<String>> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** The service whose records are orders. */
    public String orderService() {
        return orderService;
    }

    /** The result of an order that succeeded. */
    public String successResult() {
        return successResult;
    }

    /** The regions that orders count under. */
    public RegionTable regions() {
        return regions;
    }
}
