package io.tidemark.site;

import io.tidemark.metrics.MetricReader;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.region.RegionTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The settings of the page. {@link #of} returns the defaults; each {@code with} method changes one of them.
 *
 * @param metrics the reader of the job's metrics; borrowed
 * @param group the job's consumer group
 * @param regions the regions that the page shows
 * @param host the address to listen on; anything but a loopback address needs a password
 * @param port the port; 0 for a free one
 * @param tick how often the metrics are read while at least one stream is open
 * @param lateAfter how long after the last batch the page calls its numbers late; longer than the interval of batches
 * @param staleAfter how long after the last batch the page calls its numbers stale, and health is {@code job-stale}
 * @param readLimit how long a single request waits for the metrics
 * @param map a GeoJSON file that replaces the region table's map; its features' {@code name} is the regions' name
 * @param password the visitors' password, with any user name; empty for none
 * @param hostNames further names under which visitors reach a loopback address, as through a reverse proxy
 * @param trustedProxies the addresses of reverse proxies whose {@code X-Forwarded-For} names the client
 * @param maxStreams how many event streams may be open at a time
 * @param maxStreamsPerClient how many event streams of one client address may be open at a time
 * @param tls the certificate of HTTPS; empty for HTTP
 * @param display how the page shows its numbers
 * @param alarm when an alarm is raised
 * @param clock the time for the periods that depend on it
 */
public record SiteSettings(
        MetricReader metrics,
        GroupId group,
        RegionTable regions,
        String host,
        int port,
        Duration tick,
        Duration lateAfter,
        Duration staleAfter,
        Duration readLimit,
        Optional<Path> map,
        Optional<Password> password,
        Set<HostName> hostNames,
        Set<AddressRange> trustedProxies,
        int maxStreams,
        int maxStreamsPerClient,
        Optional<Tls> tls,
        Display display,
        AlarmRule alarm,
        Clock clock) {

    /**
     * The certificate of HTTPS.
     *
     * @param keyStore a PKCS12 or JKS key store with one private key
     * @param password its password
     */
    public record Tls(Path keyStore, Password password) {}

    /** @throws IllegalArgumentException if a number is out of its bounds */
    public SiteSettings {
        hostNames = Set.copyOf(hostNames);
        trustedProxies = Set.copyOf(trustedProxies);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Cannot serve the page at port " + port + ": it is not from 0 to 65535");
        }
        if (tick.compareTo(Duration.ofMillis(50)) < 0) {
            throw new IllegalArgumentException("Cannot read the metrics every " + tick + ": the least is PT0.05S");
        }
        requirePositive("lateAfter", lateAfter);
        requirePositive("staleAfter", staleAfter);
        requirePositive("readLimit", readLimit);
        if (staleAfter.compareTo(lateAfter) < 0) {
            throw new IllegalArgumentException(
                    "Cannot serve the page: staleAfter " + staleAfter + " is less than lateAfter " + lateAfter);
        }
        if (maxStreams < 1 || maxStreamsPerClient < 1) {
            throw new IllegalArgumentException("Cannot serve " + maxStreams + " streams, " + maxStreamsPerClient
                    + " of one client: the least is 1");
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("Cannot serve the page: " + name + " is " + duration + ", not positive");
        }
    }

    /** The page of a job at {@code 127.0.0.1:8080}, read once a second. */
    public static SiteSettings of(MetricReader metrics, GroupId group, RegionTable regions) {
        return new Draft(metrics, group, regions).settings();
    }

    public SiteSettings withHost(String newHost) {
        return with(draft -> draft.host = newHost);
    }

    public SiteSettings withPort(int newPort) {
        return with(draft -> draft.port = newPort);
    }

    public SiteSettings withTick(Duration newTick) {
        return with(draft -> draft.tick = newTick);
    }

    /** Sets {@link #lateAfter} and {@link #staleAfter}. */
    public SiteSettings withAges(Duration newLateAfter, Duration newStaleAfter) {
        return with(draft -> {
            draft.lateAfter = newLateAfter;
            draft.staleAfter = newStaleAfter;
        });
    }

    public SiteSettings withReadLimit(Duration newReadLimit) {
        return with(draft -> draft.readLimit = newReadLimit);
    }

    public SiteSettings withMap(Path newMap) {
        return with(draft -> draft.map = Optional.of(newMap));
    }

    public SiteSettings withPassword(Password newPassword) {
        return with(draft -> draft.password = Optional.of(newPassword));
    }

    public SiteSettings withHostNames(Set<HostName> newHostNames) {
        return with(draft -> draft.hostNames = newHostNames);
    }

    public SiteSettings withTrustedProxies(Set<AddressRange> newTrustedProxies) {
        return with(draft -> draft.trustedProxies = newTrustedProxies);
    }

    public SiteSettings withMaxStreams(int newMaxStreams) {
        return with(draft -> draft.maxStreams = newMaxStreams);
    }

    public SiteSettings withMaxStreamsPerClient(int newMaxStreamsPerClient) {
        return with(draft -> draft.maxStreamsPerClient = newMaxStreamsPerClient);
    }

    public SiteSettings withTls(Tls newTls) {
        return with(draft -> draft.tls = Optional.of(newTls));
    }

    public SiteSettings withDisplay(Display newDisplay) {
        return with(draft -> draft.display = newDisplay);
    }

    public SiteSettings withAlarm(AlarmRule newAlarm) {
        return with(draft -> draft.alarm = newAlarm);
    }

    public SiteSettings withClock(Clock newClock) {
        return with(draft -> draft.clock = newClock);
    }

    private SiteSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(metrics, group, regions);
        draft.host = host;
        draft.port = port;
        draft.tick = tick;
        draft.lateAfter = lateAfter;
        draft.staleAfter = staleAfter;
        draft.readLimit = readLimit;
        draft.map = map;
        draft.password = password;
        draft.hostNames = hostNames;
        draft.trustedProxies = trustedProxies;
        draft.maxStreams = maxStreams;
        draft.maxStreamsPerClient = maxStreamsPerClient;
        draft.tls = tls;
        draft.display = display;
        draft.alarm = alarm;
        draft.clock = clock;
        change.accept(draft);
        return draft.settings();
    }

    /** Collects changed settings, starting from the defaults. */
    private static final class Draft {
        private final MetricReader metrics;
        private final GroupId group;
        private final RegionTable regions;
        private String host = "127.0.0.1";
        private int port = 8080;
        private Duration tick = Duration.ofMillis(250);
        private Duration lateAfter = Duration.ofSeconds(15);
        private Duration staleAfter = Duration.ofMinutes(1);
        private Duration readLimit = Duration.ofSeconds(2);
        private Optional<Path> map = Optional.empty();
        private Optional<Password> password = Optional.empty();
        private Set<HostName> hostNames = Set.of();
        private Set<AddressRange> trustedProxies = Set.of();
        private int maxStreams = 1000;
        private int maxStreamsPerClient = 100;
        private Optional<Tls> tls = Optional.empty();
        private Display display = Display.DEFAULT;
        private AlarmRule alarm = AlarmRule.DEFAULT;
        private Clock clock = Clock.systemUTC();

        Draft(MetricReader metrics, GroupId group, RegionTable regions) {
            this.metrics = metrics;
            this.group = group;
            this.regions = regions;
        }

        SiteSettings settings() {
            return new SiteSettings(
                    metrics,
                    group,
                    regions,
                    host,
                    port,
                    tick,
                    lateAfter,
                    staleAfter,
                    readLimit,
                    map,
                    password,
                    hostNames,
                    trustedProxies,
                    maxStreams,
                    maxStreamsPerClient,
                    tls,
                    display,
                    alarm,
                    clock);
        }
    }
}
