package io.tidemark.site;

import io.tidemark.metrics.MetricReader;
import io.tidemark.offset.GroupId;
import io.tidemark.site.region.RegionTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a page is served. {@link #of} gives the defaults, the {@code with} methods change one of them.
 *
 * @param metrics where the job's metrics are; borrowed
 * @param group the job's consumer group
 * @param regions the regions that the page shows
 * @param host the address to listen on; anything but a loopback address needs a password
 * @param port the port; 0 takes a free one
 * @param tick how often the metrics are read while somebody watches
 * @param staleAfter how long after the last batch the page calls its numbers stale
 * @param map a GeoJSON file that replaces the region table's map; its features' {@code name} is the regions' name
 * @param password what a visitor has to know, under whatever user name; empty for none
 * @param hostNames further names under which visitors reach a loopback address, as through a reverse proxy
 * @param maxClients how many event streams may be open at a time
 * @param clock what time it is for the periods that depend on it
 */
public record SiteSettings(
        MetricReader metrics,
        GroupId group,
        RegionTable regions,
        String host,
        int port,
        Duration tick,
        Duration staleAfter,
        Optional<Path> map,
        Optional<Password> password,
        Set<String> hostNames,
        int maxClients,
        Clock clock) {

    /** @throws IllegalArgumentException if a number is out of its bounds */
    public SiteSettings {
        hostNames = Set.copyOf(hostNames);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Cannot serve the page at port " + port + ": it is not from 0 to 65535");
        }
        if (tick.compareTo(Duration.ofMillis(50)) < 0) {
            throw new IllegalArgumentException("Cannot read the metrics every " + tick + ": the least is PT0.05S");
        }
        if (staleAfter.isNegative() || staleAfter.isZero()) {
            throw new IllegalArgumentException(
                    "Cannot call numbers stale after " + staleAfter + ": it is not positive");
        }
        if (maxClients < 1) {
            throw new IllegalArgumentException("Cannot serve " + maxClients + " clients: the least is 1");
        }
    }

    /** The page of a job at {@code 127.0.0.1:8080}, read once a second. */
    public static SiteSettings of(MetricReader metrics, GroupId group, RegionTable regions) {
        return new SiteSettings(
                metrics,
                group,
                regions,
                "127.0.0.1",
                8080,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                1000,
                Clock.systemUTC());
    }

    public SiteSettings withHost(String newHost) {
        return new SiteSettings(
                metrics, group, regions, newHost, port, tick, staleAfter, map, password, hostNames, maxClients, clock);
    }

    public SiteSettings withPort(int newPort) {
        return new SiteSettings(
                metrics, group, regions, host, newPort, tick, staleAfter, map, password, hostNames, maxClients, clock);
    }

    public SiteSettings withTick(Duration newTick) {
        return new SiteSettings(
                metrics, group, regions, host, port, newTick, staleAfter, map, password, hostNames, maxClients, clock);
    }

    public SiteSettings withStaleAfter(Duration newStaleAfter) {
        return new SiteSettings(
                metrics, group, regions, host, port, tick, newStaleAfter, map, password, hostNames, maxClients, clock);
    }

    public SiteSettings withMap(Path newMap) {
        return new SiteSettings(
                metrics,
                group,
                regions,
                host,
                port,
                tick,
                staleAfter,
                Optional.of(newMap),
                password,
                hostNames,
                maxClients,
                clock);
    }

    public SiteSettings withPassword(Password newPassword) {
        return new SiteSettings(
                metrics,
                group,
                regions,
                host,
                port,
                tick,
                staleAfter,
                map,
                Optional.of(newPassword),
                hostNames,
                maxClients,
                clock);
    }

    public SiteSettings withHostNames(Set<String> newHostNames) {
        return new SiteSettings(
                metrics, group, regions, host, port, tick, staleAfter, map, password, newHostNames, maxClients, clock);
    }

    public SiteSettings withMaxClients(int newMaxClients) {
        return new SiteSettings(
                metrics, group, regions, host, port, tick, staleAfter, map, password, hostNames, newMaxClients, clock);
    }

    public SiteSettings withClock(Clock newClock) {
        return new SiteSettings(
                metrics, group, regions, host, port, tick, staleAfter, map, password, hostNames, maxClients, newClock);
    }
}
