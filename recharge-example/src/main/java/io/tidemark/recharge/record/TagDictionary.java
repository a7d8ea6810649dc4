package io.tidemark.recharge.record;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.tidemark.recharge.region.RegionTable;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The meaning of a log's fields: how they are written, which of them feed which tag, which service is the order, which
 * result is success, and the table of regions. Immutable, and serializable so that a job may hand it to its executors.
 */
public final class TagDictionary implements Serializable {

    private static final long serialVersionUID = 1L;

    private final RecordFormat format;
    private final EnumMap<Tag, TagRule> rules;
    private final String orderService;
    private final String successResult;
    private final RegionTable regions;
    private final List<Dimension> dimensions;
    private final int failureCodes;
    private final List<String> knownFailureCodes;
    private final PlausibleValues plausible;

    /** All of these are known to make sense together; {@link #of} sees to it. */
    TagDictionary(
            RecordFormat format,
            Map<Tag, TagRule> rules,
            String orderService,
            String successResult,
            RegionTable regions,
            List<Dimension> dimensions,
            int failureCodes,
            List<String> knownFailureCodes,
            PlausibleValues plausible) {
        this.format = format;
        this.rules = new EnumMap<>(rules);
        this.orderService = orderService;
        this.successResult = successResult;
        this.regions = regions;
        this.dimensions = List.copyOf(dimensions);
        this.failureCodes = failureCodes;
        this.knownFailureCodes = List.copyOf(knownFailureCodes);
        this.plausible = plausible;
    }

    /**
     * A dictionary that comes with the example: {@code guangdong} or {@code cmcc}, as {@link RegionTable#presets()}
     * lists them.
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

    /** How records are written. */
    public RecordFormat format() {
        return format;
    }

    /** Where a tag's value is found and how it is read. */
    public TagRule rule(Tag tag) {
        return Optional.ofNullable(rules.get(tag)).orElseThrow();
    }

    /** Where the values of some fields lie. */
    List<FieldPath> paths(List<String> fields) {
        return fields.stream()
                .map(field -> format instanceof RecordFormat.Json
                        ? FieldPath.parse(field)
                        : new FieldPath(List.of(new FieldPath.Step.Name(field))))
                .toList();
    }

    /** What orders are counted by besides their region. */
    public List<Dimension> dimensions() {
        return dimensions;
    }

    /** The failure codes that always have counts of their own. */
    public List<String> knownFailureCodes() {
        return knownFailureCodes;
    }

    /** How many other failure codes have counts of their own. */
    public int failureCodes() {
        return failureCodes;
    }

    /** The values that a real recharge can have. */
    public PlausibleValues plausible() {
        return plausible;
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
