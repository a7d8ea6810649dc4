package io.tidemark.offset.spi;

import io.tidemark.offset.WriterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A store's URL and its settings, as an {@link OffsetStoreProvider} reads them. Problems are collected, and
 * {@link #requireValid()} reports all of them. A setting that was never read is a problem, too. Not safe for use by
 * several threads.
 *
 * <p>A URL is {@code scheme://[user[:password]@]hosts[/path][?key=value&...]}, with special characters escaped by
 * {@code %}. The query of a {@code jdbc:} URL belongs to the driver and is ignored. A key must not be both in the URL
 * and beside it.
 *
 * @since 0.1
 */
public final class StoreSettings {

    private final StoreUrl url;
    private final Map<String, String> values;
    private final Set<String> known = new TreeSet<>();
    private final Set<String> knownPrefixes = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private StoreSettings(StoreUrl url, Map<String, String> values, List<String> problems) {
        this.url = url;
        this.values = values;
        this.problems.addAll(problems);
    }

    /**
     * Settings of a URL.
     *
     * @param scheme the scheme of the URL, as the provider names it
     * @param url the complete URL
     * @param beside the settings beside it
     */
    public static StoreSettings of(String scheme, String url, Map<String, String> beside) {
        List<String> problems = new ArrayList<>();
        StoreUrl parsed = StoreUrl.parse(scheme, url, problems);
        Map<String, String> values = new TreeMap<>(parsed.parameters());
        beside.forEach((key, value) -> {
            if (values.putIfAbsent(key, value) != null) {
                problems.add(key + " is set twice, in the URL and beside it");
            }
        });
        return new StoreSettings(parsed, values, problems);
    }

    /** The URL's scheme. */
    public String scheme() {
        return url.scheme();
    }

    /** The complete URL. It may hold secrets, so it must not appear in messages. */
    public String url() {
        return url.whole();
    }

    /** The hosts, as the URL has them: {@code h1:2181,h2:2181}; empty if there are none. */
    public String hosts() {
        return url.hosts();
    }

    /** The path after the hosts, with its slash: {@code /kafka}; empty if there is none. */
    public String path() {
        return url.path();
    }

    /** The URL without user, password and query, for messages. */
    public String address() {
        return url.address();
    }

    /** A setting's text. */
    public Optional<String> text(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /**
     * A secret. It may be in a file, as {@code file:/run/secrets/password} (a line end at its end is removed), or in an
     * environment variable, as {@code env:PASSWORD}.
     */
    public Optional<String> secret(String key) {
        return text(key).flatMap(given -> SecretText.read(key, given, problems));
    }

    /** A duration of at least a millisecond: {@code 500ms}, {@code 10s}, {@code 2m}. */
    public Optional<Duration> duration(String key) {
        return text(key).flatMap(given -> {
            Optional<Duration> duration = DurationText.read(given);
            if (duration.isEmpty()) {
                problem(key + " is '" + given + "', and not a duration such as 500ms, 10s or 2m");
            }
            return duration;
        });
    }

    /** A whole number. */
    public Optional<Integer> number(String key, int least, int most) {
        return text(key).flatMap(given -> {
            try {
                int number = Integer.parseInt(given.strip());
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            } catch (NumberFormatException none) {
                // reported below
            }
            problem(key + " is '" + given + "', and not a number from " + least + " to " + most);
            return Optional.empty();
        });
    }

    /** One of an enumeration's names, in any case, with {@code -} for {@code _}. */
    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return text(key).flatMap(given -> {
            Optional<E> chosen = Arrays.stream(type.getEnumConstants())
                    .filter(one -> nameOf(one).equalsIgnoreCase(given.strip()))
                    .findFirst();
            if (chosen.isEmpty()) {
                problem(key + " is '" + given + "', and not one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(StoreSettings::nameOf)
                                .collect(Collectors.joining(", ")));
            }
            return chosen;
        });
    }

    /** The writer's name: {@code writer}, or this process. */
    public WriterName writer() {
        return text("writer")
                .flatMap(given -> {
                    Optional<WriterName> name = WriterName.ofStored(given);
                    if (name.isEmpty()) {
                        problem("writer is '" + given + "', and not a name of 1 to " + WriterName.MAX_LENGTH
                                + " visible ASCII characters without spaces");
                    }
                    return name;
                })
                .orElseGet(WriterName::ofThisProcess);
    }

    /**
     * All settings whose keys begin with a prefix, by the rest of their keys, for a client.
     *
     * @param prefix with its dot: {@code driver.}
     */
    public Map<String, String> startingWith(String prefix) {
        knownPrefixes.add(prefix);
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** Adds a problem, as a sentence without secrets. */
    public void problem(String problem) {
        problems.add(problem);
    }

    /**
     * Reports the problems.
     *
     * @throws IllegalArgumentException if there are problems, with all of them
     */
    public void requireValid() {
        List<String> all = new ArrayList<>(problems);
        values.keySet().stream()
                .filter(key -> !known.contains(key) && knownPrefixes.stream().noneMatch(key::startsWith))
                .forEach(key -> all.add("there is no setting '" + key + "'; the settings are " + settingNames()));
        if (!all.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot open the offset store at " + address() + ": " + Problems.text(all));
        }
    }

    private String settingNames() {
        Set<String> names = new TreeSet<>(known);
        knownPrefixes.forEach(prefix -> names.add(prefix + "*"));
        return String.join(", ", names);
    }

    private static String nameOf(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The address of the store, without secrets. */
    @Override
    public String toString() {
        return address();
    }
}
