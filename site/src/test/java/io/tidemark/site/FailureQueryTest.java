package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Period;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.FailureQuery;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureQueryTest {

    private static final String EIGHT = "2026-01-01T00:00:00Z";
    private static final String EIGHT_TWO = "2026-01-01T00:02:00Z";

    private final MetricsInMemory metrics = new MetricsInMemory();

    @Test
    void reasonsOfAllRegionsComeByHowManyFailedForThem() {
        metrics.write(Orders.failed(EIGHT, "755", "2998", 2));
        metrics.write(Orders.failed(EIGHT, "200", "9999", 3));
        metrics.write(Orders.failed(EIGHT_TWO, "200", "2998", 1));
        metrics.write(Orders.failed(EIGHT_TWO, "200", "1001", 1));
        assertThat(reasons(Period.all(), Optional.empty())).containsExactly("2998 3", "9999 3", "1001 1");
    }

    @Test
    void aRegionAndAPeriodHaveTheirOwn() {
        metrics.write(Orders.failed(EIGHT, "755", "2998", 2));
        metrics.write(Orders.failed(EIGHT, "200", "9999", 3));
        metrics.write(Orders.failed(EIGHT_TWO, "200", "2998", 1));
        metrics.write(Orders.failed(EIGHT_TWO, "31415", "2998", 4));
        assertThat(reasons(Period.all(), Optional.of("200"))).containsExactly("9999 3", "2998 1");
        assertThat(reasons(Period.all(), Optional.of("other"))).containsExactly("2998 4");
        assertThat(reasons(Period.all(), Optional.of("660"))).isEmpty();
        assertThat(reasons(
                        Period.between(Instant.parse(EIGHT_TWO), Instant.parse("2026-01-01T01:00:00Z")),
                        Optional.empty()))
                .containsExactly("2998 5");
    }

    private List<String> reasons(Period period, Optional<String> city) {
        FailureQuery query = new FailureQuery(MetricsInMemory.GROUP, RegionTable.preset("guangdong"), period);
        return query.reasons(metrics.read(MetricsInMemory.GROUP, List.of(query.query())), city).stream()
                .map(reason -> reason.code() + " " + reason.orders())
                .toList();
    }
}
