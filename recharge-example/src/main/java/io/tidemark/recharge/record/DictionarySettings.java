package io.tidemark.recharge.record;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.tidemark.site.region.RegionTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads a {@link TagDictionary} from settings and collects what is wrong with them. */
final class DictionarySettings {

    private static final String REGIONS = "regions";
    private static final String ORDER_SERVICE = "order-service";
    private static final String SUCCESS_RESULT = "success-result";
    private static final String TAGS = "tags";

    private final Config settings;
    private final List<String> problems = new ArrayList<>();

    DictionarySettings(Config settings) {
        this.settings = settings;
    }

    TagDictionary dictionary() {
        rejectUnknown("", settings, Set.of(REGIONS, ORDER_SERVICE, SUCCESS_RESULT, TAGS));
        Optional<RegionTable> regions = read(REGIONS, settings::getString).flatMap(this::regions);
        Optional<String> orderService = read(ORDER_SERVICE, settings::getString);
        Optional<String> successResult = read(SUCCESS_RESULT, settings::getString);
        Optional<Map<Tag, List<String>>> fields =
                read(TAGS, settings::getConfig).map(this::fields);
        if (regions.isPresent()
                && orderService.isPresent()
                && successResult.isPresent()
                && fields.isPresent()
                && problems.isEmpty()) {
            return new TagDictionary(fields.get(), orderService.get(), successResult.get(), regions.get());
        }
        throw new InvalidDictionaryException(problems);
    }

    private Map<Tag, List<String>> fields(Config tags) {
        Set<String> known = new TreeSet<>();
        Map<Tag, List<String>> fields = new EnumMap<>(Tag.class);
        for (Tag tag : Tag.values()) {
            known.add(tag.key());
            read(TAGS + "." + tag.key(), path -> names(path)).ifPresent(names -> fields.put(tag, names));
        }
        rejectUnknown(TAGS + ".", tags, known);
        return fields;
    }

    /** One name, or a list of them. */
    private List<String> names(String path) {
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

    private <T> Optional<T> read(String path, Function<String, T> read) {
        try {
            return Optional.of(read.apply(path));
        } catch (ConfigException.Missing e) {
            problems.add(path + " is missing");
        } catch (ConfigException.WrongType e) {
            problems.add(path + " is a " + kind(path) + ", not a "
                    + (path.equals(TAGS)
                            ? "group of settings"
                            : path.startsWith(TAGS) ? "name or list of names" : "text"));
        }
        return Optional.empty();
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
