package io.tidemark.recharge.record;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.tidemark.recharge.region.RegionTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a {@link TagDictionary} from settings and collects their problems. */
final class DictionarySettings {

    private static final String REGIONS = "regions";
    private static final String ORDER_SERVICE = "order-service";
    private static final String SUCCESS_RESULT = "success-result";
    private static final String TAGS = "tags";
    private static final String DIMENSIONS = "dimensions";
    private static final String FAILURE_CODES = "failure-codes";
    private static final String KNOWN_FAILURE_CODES = "known-failure-codes";
    private static final String FORMAT = "format";
    private static final String DELIMITED = "delimited";
    private static final String PLAUSIBLE = "plausible";
    private static final Set<String> KEYS = Set.of(
            REGIONS,
            ORDER_SERVICE,
            SUCCESS_RESULT,
            TAGS,
            FORMAT,
            DELIMITED,
            DIMENSIONS,
            FAILURE_CODES,
            KNOWN_FAILURE_CODES,
            PLAUSIBLE);
    private static final int USUAL_LIMIT = 100;
    private static final int LONGEST_DELIMITER = 16;
    private static final String DELIMITER = DELIMITED + ".delimiter";
    private static final String QUOTE = DELIMITED + ".quote";
    private static final String COLUMNS = DELIMITED + ".columns";

    private final Config settings;
    private final List<String> problems = new ArrayList<>();

    DictionarySettings(Config settings) {
        this.settings = settings;
    }

    TagDictionary dictionary() {
        rejectUnknown("", settings, KEYS);
        Optional<RegionTable> regions = read(REGIONS, settings::getString).flatMap(this::regions);
        Optional<String> orderService = notEmpty(ORDER_SERVICE);
        Optional<String> successResult = notEmpty(SUCCESS_RESULT);
        Optional<RecordFormat> format = format();
        Optional<Map<Tag, TagRule>> rules = read(TAGS, settings::getConfig).map(this::rules);
        DimensionSettings dimensionSettings = new DimensionSettings(problems);
        List<Dimension> dimensions = settings.hasPath(DIMENSIONS)
                ? read(DIMENSIONS, settings::getConfigList)
                        .map(dimensionSettings::dimensions)
                        .orElse(List.of())
                : List.of();
        int failureCodes = settings.hasPath(FAILURE_CODES)
                ? read(FAILURE_CODES, settings::getInt)
                        .map(limit -> dimensionSettings.limit(FAILURE_CODES, limit))
                        .orElse(USUAL_LIMIT)
                : USUAL_LIMIT;
        List<String> knownFailureCodes = optional(KNOWN_FAILURE_CODES, settings::getStringList)
                .map(codes -> dimensionSettings.known(KNOWN_FAILURE_CODES, codes))
                .orElse(List.of());
        PlausibleValues plausible = settings.hasPath(PLAUSIBLE)
                ? read(PLAUSIBLE, settings::getConfig)
                        .map(group -> new PlausibleSettings(group, problems).values())
                        .orElse(PlausibleValues.DEFAULTS)
                : PlausibleValues.DEFAULTS;
        if (format.isPresent() && rules.isPresent()) {
            SourceCheck check = new SourceCheck(format.get(), problems);
            check.check(rules.get());
            dimensions.forEach(dimension -> check.checkDimension("dimensions." + dimension.name(), dimension.fields()));
        }
        if (regions.isPresent()
                && orderService.isPresent()
                && successResult.isPresent()
                && format.isPresent()
                && rules.isPresent()
                && problems.isEmpty()) {
            return new TagDictionary(
                    format.get(),
                    rules.get(),
                    orderService.get(),
                    successResult.get(),
                    regions.get(),
                    dimensions,
                    failureCodes,
                    knownFailureCodes,
                    plausible);
        }
        throw new InvalidDictionaryException(problems);
    }

    private Optional<RecordFormat> format() {
        String format =
                settings.hasPath(FORMAT) ? read(FORMAT, settings::getString).orElse("") : "json";
        if (settings.hasPath(DELIMITED)) {
            read(DELIMITED, settings::getConfig)
                    .ifPresent(group -> rejectUnknown(DELIMITED + ".", group, Set.of("delimiter", "quote", "columns")));
        }
        return switch (format) {
            case "json" -> Optional.of(new RecordFormat.Json());
            case "delimited" -> Optional.of(delimited());
            case "" -> Optional.empty();
            default -> {
                problems.add("format is '" + format + "'; the formats are json and delimited");
                yield Optional.empty();
            }
        };
    }

    private RecordFormat delimited() {
        String delimiter = optional(DELIMITER, settings::getString).orElse(",");
        String quote = optional(QUOTE, settings::getString).orElse("\"");
        List<String> columns = optional(COLUMNS, settings::getStringList).orElse(List.of());
        if (delimiter.isEmpty()
                || delimiter.length() > LONGEST_DELIMITER
                || !delimiter.chars().allMatch(character -> canSeparate((char) character))) {
            problems.add("delimited.delimiter is '" + delimiter + "', not 1 to " + LONGEST_DELIMITER
                    + " characters other than line ends");
        }
        if (quote.length() > 1 || (quote.length() == 1 && !canSeparate(quote.charAt(0)))) {
            problems.add("delimited.quote is '" + quote + "', not one character other than a line end, nor empty");
        }
        if (!quote.isEmpty() && delimiter.contains(quote)) {
            problems.add("delimited.quote is '" + quote + "', which the delimiter '" + delimiter + "' contains");
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isEmpty()) {
                problems.add("delimited.columns holds an empty name");
            } else if (!seen.add(column)) {
                problems.add("delimited.columns holds '" + column + "' twice");
            }
        }
        return new RecordFormat.Delimited(delimiter, quote, columns);
    }

    private static boolean canSeparate(char character) {
        return character != '\n' && character != '\r' && character != '\uFEFF' && !Character.isSurrogate(character);
    }

    private Map<Tag, TagRule> rules(Config tags) {
        Set<String> known = new TreeSet<>();
        Map<Tag, TagRule> rules = new EnumMap<>(Tag.class);
        for (Tag tag : Tag.values()) {
            known.add(tag.key());
            rule(tag, TAGS + "." + tag.key()).ifPresent(rule -> rules.put(tag, rule));
        }
        rejectUnknown(TAGS + ".", tags, known);
        return rules;
    }

    /** A field, a list of fields, or a group that also contains their type. */
    private Optional<TagRule> rule(Tag tag, String path) {
        TagType usual = tag.types().get(0);
        if (!settings.hasPath(path)
                || settings.getValue(path).valueType() != com.typesafe.config.ConfigValueType.OBJECT) {
            return read(path, this::fields).map(fields -> new TagRule(fields, usual));
        }
        rejectUnknown(path + ".", settings.getConfig(path), Set.of("field", "type"));
        Optional<TagType> type = settings.hasPath(path + ".type")
                ? read(path + ".type", settings::getString).flatMap(name -> type(tag, path, name))
                : Optional.of(usual);
        Optional<List<String>> fields = read(path + ".field", this::fields);
        return fields.isPresent() && type.isPresent()
                ? Optional.of(new TagRule(fields.get(), type.get()))
                : Optional.empty();
    }

    private Optional<TagType> type(Tag tag, String path, String name) {
        Optional<TagType> type = tag.types().stream()
                .filter(candidate -> candidate.key().equals(name))
                .findFirst();
        if (type.isEmpty()) {
            problems.add(path + ".type is '" + name + "': there "
                    + (tag.types().size() == 1 ? "is " : "are ")
                    + tag.types().stream().map(TagType::key).collect(Collectors.joining(", ")));
        }
        return type;
    }

    private List<String> fields(String path) {
        return switch (settings.getValue(path).valueType()) {
            case LIST -> settings.getStringList(path);
            default -> List.of(settings.getString(path));
        };
    }

    private Optional<RegionTable> regions(String name) {
        try {
            return Optional.of(
                    RegionTable.presets().contains(name) ? RegionTable.preset(name) : RegionTable.load(Path.of(name)));
        } catch (IllegalArgumentException e) {
            problems.add(REGIONS + " is '" + name + "': there are " + String.join(" and ", RegionTable.presets())
                    + ", or a file; " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> notEmpty(String path) {
        Optional<String> text = read(path, settings::getString);
        if (text.isPresent() && text.get().isEmpty()) {
            problems.add(path + " is empty");
        }
        return text;
    }

    private <T> Optional<T> optional(String path, Function<String, T> read) {
        return settings.hasPath(path) ? read(path, read) : Optional.empty();
    }

    private <T> Optional<T> read(String path, Function<String, T> read) {
        try {
            return Optional.of(read.apply(path));
        } catch (ConfigException.Missing e) {
            problems.add(path + " is missing");
        } catch (ConfigException.WrongType e) {
            problems.add(path + " is a " + kind(path) + ", not a " + wanted(path));
        }
        return Optional.empty();
    }

    private static String wanted(String path) {
        return Arrays.asList(TAGS, DELIMITED, PLAUSIBLE).contains(path)
                ? "group of settings"
                : path.equals(DIMENSIONS)
                        ? "list of groups of settings"
                        : path.equals(FAILURE_CODES)
                                ? "number"
                                : path.equals(COLUMNS) || path.equals(KNOWN_FAILURE_CODES)
                                        ? "list of names"
                                        : path.startsWith(TAGS) && !path.endsWith(".type")
                                                ? "name or list of names"
                                                : "text";
    }

    private String kind(String path) {
        return switch (settings.getValue(path).valueType()) {
            case LIST -> "list";
            case OBJECT -> "group of settings";
            default -> "text";
        };
    }

    private void rejectUnknown(String prefix, Config group, Set<String> known) {
        for (String key : new TreeSet<>(group.root().keySet())) {
            if (!known.contains(key)) {
                problems.add(prefix + key + " is no setting; there are " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }
}
