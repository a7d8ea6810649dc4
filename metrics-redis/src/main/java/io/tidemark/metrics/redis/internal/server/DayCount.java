package io.tidemark.metrics.redis.internal.server;

import io.tidemark.offset.GroupId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns if a group has values of more days than expected, and again each time the number has doubled. Producers with
 * wrong times make Redis grow with each record. Safe for use by several threads.
 */
public final class DayCount {

    private static final Logger LOG = LoggerFactory.getLogger(DayCount.class);

    private final long expected;
    private final ServerName server;
    /** The number of days of the next warning, by group. */
    private final Map<GroupId, Long> next = new ConcurrentHashMap<>();

    public DayCount(long expected, ServerName server) {
        this.expected = expected;
        this.server = server;
    }

    public void check(GroupId group, long days) {
        long limit = next.getOrDefault(group, expected + 1);
        if (days < limit) {
            return;
        }
        next.put(group, 2 * days);
        LOG.warn(
                "Group {} has values of {} days in {}, more than the {} that are expected (expectedDays): do producers write"
                        + " wrong times? Redis grows with each new minute. Reject implausible times, or set how long minutes,"
                        + " hours and days are kept",
                group,
                days,
                server,
                expected);
    }
}
