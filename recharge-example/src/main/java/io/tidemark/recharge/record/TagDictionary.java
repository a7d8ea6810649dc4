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
 * The meaning of a log's fields: their format, the fields of each tag, the service of orders, the result of a success,
 * and the table of regions. Immutable, and serializable so that a job can send it to its executors.
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

    /** {@link #of} checks that these values are consistent. */
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
     * The settings of a preset, which serve as defaults for other settings.
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

    /** The format of records. */
    public RecordFormat format() {
        return format;
    }

    /** How a tag's value is found and parsed. */
    public TagRule rule(Tag tag) {
        return Optional.ofNullable(rules.get(tag)).orElseThrow();
    }

    /** The paths of the values of some fields. */
    List<FieldPath> paths(List<String> fields) {
        return fields.stream()
                .map(field -> format instanceof RecordFormat.Json
                        ? FieldPath.parse(field)
                        : new FieldPath(List.of(new FieldPath.Step.Name(field))))
                .toList();
    }

    /** The dimensions by which orders are counted in addition to their region. */
    public List<Dimension> dimensions() {
        return dimensions;
    }

    /** The failure codes that always have their own counts. */
    public List<String> knownFailureCodes() {
        return knownFailureCodes;
    }

    /** How many other failure codes have their own counts. */
    public int failureCodes() {
        return failureCodes;
    }

    /** The plausible values of a recharge. */
    public PlausibleValues plausible() {
        return plausible;
    }

    /** The service whose records are orders. */
    public String orderService() {
        return orderService;
    }

    /** The result of a successful order. */
    public String successResult() {
        return successResult;
    }

    /** The regions of orders. */
    public RegionTable regions() {
        return regions;
    }
}
