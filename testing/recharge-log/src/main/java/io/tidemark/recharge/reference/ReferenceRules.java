package io.tidemark.recharge.reference;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import io.tidemark.recharge.region.RegionTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that differ between logs.
 *
 * @param text the format of delimited text; empty for JSON
 * @param sources the fields of each tag, by the tag's name
 * @param orderService the service whose records are orders
 * @param successResult the result of a successful order
 * @param regions the table of regions
 * @param dimensions the dimensions of the counts: the name, and the fields that hold the value
 * @param limits the bounds of plausible values
 */
public record ReferenceRules(
        Optional<DelimitedText> text,
        Map<String, Source> sources,
        String orderService,
        String successResult,
        RegionTable regions,
        Map<String, List<String>> dimensions,
        PlausibleLimits limits) {

    private static final Map<String, String> USUAL_TYPES = Map.of(
            "service",
            "text",
            "result",
            "text",
            "amount",
            "fen",
            "start",
            "time-prefix",
            "end",
            "time",
            "region",
            "code");

    /**
     * The fields of a tag.
     *
     * @param fields names or paths, the preferred one first
     * @param type how the text is parsed
     */
    public record Source(List<String> fields, String type) {

        public Source {
            fields = List.copyOf(fields);
        }
    }

    public ReferenceRules {
        sources = Map.copyOf(sources);
        dimensions = Map.copyOf(dimensions);
    }

    /**
     * The rules of a preset. They are not read from the job's file.
     *
     * @throws IllegalArgumentException if there is no such preset
     */
    public static ReferenceRules preset(String name) {
        List<String> region = name.equals("cmcc") ? List.of("provinceCode", "provincecode") : List.of("cityCode");
        return new ReferenceRules(
                Optional.empty(),
                Map.of(
                        "service", new Source(List.of("serviceName"), "text"),
                        "result", new Source(List.of("bussinessRst"), "text"),
                        "amount", new Source(List.of("chargefee"), "fen"),
                        "start", new Source(List.of("requestId", "RequestId"), "time-prefix"),
                        "end", new Source(List.of("receiveNotifyTime"), "time"),
                        "region", new Source(region, "code")),
                "reChargeNotifyReq",
                "0000",
                RegionTable.preset(name),
                Map.of("channel", List.of("channelCode"), "payer", List.of("gateway_id", "Gateway_id")),
                PlausibleLimits.USUAL);
    }

    /** The rules of the settings of a dictionary, which the job has accepted. */
    public static ReferenceRules of(Config dictionary) {
        Map<String, Source> sources = new HashMap<>();
        USUAL_TYPES.forEach((tag, type) -> sources.put(tag, source(dictionary.getConfig("tags"), tag, type)));
        String regions = dictionary.getString("regions");
        return new ReferenceRules(
                dictionary.hasPath("format") && dictionary.getString("format").equals("delimited")
                        ? Optional.of(DelimitedText.of(dictionary.getConfig("delimited")))
                        : Optional.empty(),
                sources,
                dictionary.getString("order-service"),
                dictionary.getString("success-result"),
                RegionTable.presets().contains(regions)
                        ? RegionTable.preset(regions)
                        : RegionTable.load(Path.of(regions)),
                dimensions(dictionary),
                PlausibleLimits.of(dictionary));
    }

    private static Source source(Config tags, String tag, String usualType) {
        if (tags.getValue(tag).valueType() != ConfigValueType.OBJECT) {
            return new Source(strings(tags, tag), usualType);
        }
        Config group = tags.getConfig(tag);
        return new Source(strings(group, "field"), group.hasPath("type") ? group.getString("type") : usualType);
    }

    private static Map<String, List<String>> dimensions(Config dictionary) {
        Map<String, List<String>> dimensions = new HashMap<>();
        if (dictionary.hasPath("dimensions")) {
            dictionary
                    .getConfigList("dimensions")
                    .forEach(dimension -> dimensions.put(dimension.getString("name"), strings(dimension, "field")));
        }
        return dimensions;
    }

    private static List<String> strings(Config config, String key) {
        return config.getValue(key).valueType() == ConfigValueType.LIST
                ? config.getStringList(key)
                : List.of(config.getString(key));
    }

    Source source(String tag) {
        return sources.getOrDefault(tag, new Source(List.of(), "text"));
    }
}
