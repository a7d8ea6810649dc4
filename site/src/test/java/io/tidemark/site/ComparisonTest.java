package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RegionTable GUANGDONG = RegionTable.preset("guangdong");

    private final MutableNow now = new MutableNow(Instant.parse("2026-01-05T04:10:30Z"));
    private final MetricsInMemory metrics = new MetricsInMemory(now);
    private final SnapshotReader reader = new SnapshotReader(
            SiteSettings.of(metrics, MetricsInMemory.GROUP, GUANGDONG).withClock(now));

    @Test
    void thePeriodIsComparedWithTheDayBeforeAndWithTheOneBeforeItInWholeMinutesOnly() {
        write("2026-01-05T04:10:00Z", 100);
        write("2026-01-05T04:09:00Z", 6);
        write("2026-01-04T04:10:00Z", 100);
        write("2026-01-04T04:09:00Z", 4);
        write("2026-01-04T03:56:00Z", 1);
        write("2026-01-05T03:54:00Z", 3);

        JsonNode comparison = comparison("15m", Optional.empty());

        assertThat(comparison.at("/current")).hasToString("{\"orders\":6,\"succeeded\":6,\"amountFen\":6000}");
        assertThat(comparison.at("/dayBefore/orders").asLong()).isEqualTo(5);
        assertThat(comparison.at("/dayBefore/minutes"))
                .as("in the steps of the chart, with the minutes to come")
                .hasToString("[1,0,0,0,0,0,0,0,0,0,0,0,0,4,100]");
        assertThat(comparison.at("/previous"))
                .hasToString("{\"orders\":3,\"succeeded\":3,\"amountFen\":3000,"
                        + "\"minutes\":[0,0,0,0,0,0,0,0,0,0,0,0,0,3,0]}");
    }

    @Test
    void aDayIsComparedWithTheDayBeforeUpToTheSameTime() {
        write("2026-01-05T04:00:00Z", 6);
        write("2026-01-04T04:00:00Z", 4);
        write("2026-01-04T05:00:00Z", 50);
        write("2026-01-05T04:10:00Z", 1);

        JsonNode today = comparison("today", Optional.empty());

        assertThat(today.at("/dayBefore/orders").asLong()).isEqualTo(4);
        assertThat(today.has("previous")).isFalse();
        assertThat(comparison("2026-01-04", Optional.empty()).isNull())
                .as("nothing is there on the day before")
                .isTrue();
        assertThat(comparison("all", Optional.empty()).isNull()).isTrue();
    }

    @Test
    void oneRegionIsComparedWithItself() {
        write("2026-01-05T04:08:00Z", 6);
        write("2026-01-04T04:08:00Z", 4);
        metrics.write(Orders.succeeded("2026-01-04T04:08:00Z", "200", 70, 1000, 2000));

        assertThat(comparison("1h", Optional.of("755")).at("/dayBefore/orders").asLong())
                .isEqualTo(4);
    }

    @Test
    void aComparisonThatCannotBeReadIsLeftOutAndTheViewIsNot() {
        write("2026-01-05T04:08:00Z", 6);
        write("2026-01-04T04:08:00Z", 4);
        write("2026-01-05T03:08:00Z", 3);
        metrics.failFor(Comparison.before(PeriodChoice.named("1h").at(now.instant()), Duration.ofDays(1)));

        JsonNode comparison = comparison("1h", Optional.empty());

        assertThat(comparison.has("dayBefore")).isFalse();
        assertThat(comparison.at("/previous/orders").asLong()).isEqualTo(3);
    }

    @Test
    void thePastIsReadOnceAMinute() {
        write("2026-01-05T04:08:00Z", 6);
        write("2026-01-04T04:08:00Z", 4);
        comparison("1h", Optional.empty());
        long before = metrics.reads();

        comparison("1h", Optional.empty());
        assertThat(metrics.reads() - before).isEqualTo(1);

        now.set(now.instant().plusSeconds(60));
        comparison("1h", Optional.empty());
        assertThat(metrics.reads() - before).isEqualTo(4);
    }

    private void write(String minute, long orders) {
        metrics.write(Orders.succeeded(minute, "755", orders, 1000, 2000));
    }

    private JsonNode comparison(String period, Optional<String> city) {
        View view = new View(PeriodChoice.named(period), city);
        Map<View, ViewAnswer> answers = reader.read(List.of(view));
        assertThat(answers.get(view)).isInstanceOf(Snapshot.class);
        try {
            return JSON.readTree(((Snapshot) answers.get(view)).content()).get("comparison");
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** A clock that is set. */
    private static final class MutableNow extends Clock {
        private Instant instant;

        MutableNow(Instant instant) {
            this.instant = instant;
        }

        void set(Instant next) {
            instant = next;
        }

        @Override
        public Instant instant() {
            return instant;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
