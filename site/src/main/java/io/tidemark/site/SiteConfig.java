package io.tidemark.site;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tidemark.metrics.MetricReader;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.settings.ConfigException;
import io.tidemark.recharge.settings.ConfigLayers;
import io.tidemark.recharge.settings.RedisAccess;
import io.tidemark.recharge.settings.Secret;
import io.tidemark.recharge.settings.SettingsReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a page from the configuration file of its job: the sections {@code redis} and {@code site}, the group
 * and the regions. Other sections belong to the job and are not checked.
 */
final class SiteConfig extends SettingsReader {

    private static final String DEFAULTS = "io/tidemark/site/defaults.conf";
    private static final String FAILURE_CODES = "site.failure-codes";
    private static final List<String> CHECKED = List.of("site.", "redis.");
    /** Keys of {@code redis} that only the job reads. */
    private static final List<String> OF_THE_JOB = List.of(
            "redis.retain-minutes",
            "redis.retain-hours",
            "redis.retain-days",
            "redis.max-write-size",
            "redis.expected-days");

    private static final int MOST = 100_000;

    private SiteConfig(Config config, List<String> problems) {
        super(config, problems);
    }

    /**
     * The part of a configuration for the page.
     *
     * @param redis the Redis of the metrics
     * @param page the settings of the page without the metrics
     */
    record Result(RedisAccess redis, Page page) {}

    /** Creates the settings for a reader of metrics. */
    interface Page {
        SiteSettings on(MetricReader metrics);
    }

    /**
     * Reads a configuration.
     *
     * @param file a HOCON, JSON or properties file; empty for the defaults
     * @param environment the environment of the process
     * @param overrides key to value, from the command line
     * @throws ConfigException if the file cannot be read, a key is unknown or a value is wrong; it names every problem
     */
    static Result read(Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        List<String> problems = new ArrayList<>();
        Config config = ConfigLayers.combine(
                ConfigFactory.parseResources(SiteConfig.class.getClassLoader(), DEFAULTS),
                key -> CHECKED.stream().noneMatch(key::startsWith)
                        || OF_THE_JOB.contains(key)
                        || key.startsWith(FAILURE_CODES + "."),
                file,
                environment,
                overrides,
                problems);
        Result result = new SiteConfig(config, problems).result();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return result;
    }

    private Result result() {
        GroupId group = new GroupId(required("group"));
        RegionTable regions = regions();
        String host = required("site.host");
        int port = (int) number("site.port", 0, 65_535);
        Duration tick = atLeast("site.tick", Duration.ofMillis(50));
        Duration lateAfter = positive("site.late-after");
        Duration staleAfter = atLeast("site.stale-after", lateAfter);
        Duration readLimit = positive("site.read-limit");
        Optional<Path> map = optional("site.map").map(Path::of);
        var hostNames = set("site.host-names", HostName::new);
        var proxies = set("site.trusted-proxies", AddressRange::of);
        int streams = (int) number("site.max-streams", 1, MOST);
        int streamsPerClient = (int) number("site.max-streams-per-client", 1, MOST);
        Secret password = secret("site");
        Optional<SiteSettings.Tls> tls = tls();
        Display display = display();
        AlarmRule alarm = alarm();
        return new Result(redisAccess(), metrics -> {
            SiteSettings settings = SiteSettings.of(metrics, group, regions)
                    .withHost(host)
                    .withPort(port)
                    .withTick(tick)
                    .withAges(lateAfter, staleAfter)
                    .withReadLimit(readLimit)
                    .withHostNames(hostNames)
                    .withTrustedProxies(proxies)
                    .withMaxStreams(streams)
                    .withMaxStreamsPerClient(streamsPerClient)
                    .withDisplay(display)
                    .withAlarm(alarm);
            settings = map.map(settings::withMap).orElse(settings);
            settings = tls.map(settings::withTls).orElse(settings);
            return password.isEmpty() ? settings : settings.withPassword(new Password(password.reveal()));
        });
    }

    private Optional<SiteSettings.Tls> tls() {
        Optional<String> keyStore = optional("site.tls.key-store");
        Secret password = secret("site.tls");
        if (keyStore.isPresent() && password.isEmpty()) {
            problems.add("Cannot use site.tls.key-store = " + keyStore.get()
                    + ": site.tls.password and site.tls.password-file are empty; set one of them");
            return Optional.empty();
        }
        return keyStore.map(path -> new SiteSettings.Tls(Path.of(path), new Password(password.reveal())));
    }

    private Display display() {
        double warnBelow = value("site.success-rate.warn-below", Config::getDouble, "a share such as 0.95", 1.0);
        double alarmBelow = value("site.success-rate.alarm-below", Config::getDouble, "a share such as 0.9", 0.0);
        try {
            return new Display(warnBelow, alarmBelow, meanings());
        } catch (IllegalArgumentException e) {
            problems.add("Cannot use site.success-rate: " + e.getMessage());
            return Display.DEFAULT;
        }
    }

    private AlarmRule alarm() {
        Optional<Webhook> webhook = Optional.empty();
        Optional<String> address = optional("site.alarm.webhook");
        if (address.isPresent()) {
            try {
                webhook = Optional.of(new Webhook(URI.create(address.get())));
            } catch (IllegalArgumentException e) {
                problems.add("Cannot use site.alarm.webhook: it must be of the form https://host/path");
            }
        }
        try {
            return new AlarmRule(
                    positive("site.alarm.window"), number("site.alarm.least-orders", 1, Long.MAX_VALUE), webhook);
        } catch (IllegalArgumentException e) {
            problems.add("Cannot use site.alarm: " + e.getMessage());
            return AlarmRule.DEFAULT;
        }
    }

    /** A meaning is one text for both languages, or one for each. */
    private Map<String, Display.Meaning> meanings() {
        Map<String, Display.Meaning> meanings = new TreeMap<>();
        config.getObject(FAILURE_CODES).forEach((code, value) -> {
            if (value.unwrapped() instanceof String text) {
                meanings.put(code, new Display.Meaning(text, text));
            } else if (value.unwrapped() instanceof Map<?, ?> texts
                    && texts.get("zh") instanceof String chinese
                    && texts.get("en") instanceof String english) {
                meanings.put(code, new Display.Meaning(chinese, english));
            } else {
                problems.add("Cannot use " + FAILURE_CODES + "." + code
                        + ": it must be a text, or two texts such as { zh = 系统繁忙, en = System busy }");
            }
        });
        return meanings;
    }

    /** The table that the dictionary names; each preset names the table of its own name. */
    private RegionTable regions() {
        String key = config.hasPath("dictionary.regions") ? "dictionary.regions" : "preset";
        String name = text(key);
        try {
            return RegionTable.presets().contains(name) ? RegionTable.preset(name) : RegionTable.load(Path.of(name));
        } catch (IllegalArgumentException e) {
            problems.add("Cannot use " + key + " = " + name + ": there are "
                    + String.join(" and ", RegionTable.presets()) + ", or a file; " + e.getMessage());
            return RegionTable.preset("guangdong");
        }
    }
}
