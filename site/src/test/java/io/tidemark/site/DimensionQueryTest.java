package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Period;
import io.tidemark.recharge.report.DimensionQuery;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DimensionQueryTest {

    private static final String EIGHT = "2026-01-01T00:00:00Z";
    private static final String EIGHT_TWO = "2026-01-01T00:02:00Z";

    private final MetricsInMemory metrics = new MetricsInMemory();

    @Test
    void everyValueHasItsOwnNumbersTheLargestInFront() {
        metrics.write(Orders.succeededBy("payer", "ALIPAY", EIGHT, 1, 1_000, 2_000));
        metrics.write(Orders.succeededBy("payer", "WXPAY", EIGHT, 2, 500, 3_000));
        metrics.write(Orders.succeededBy("payer", "WXPAY", EIGHT_TWO, 1, 500, 6_000));
        metrics.write(Orders.succeededBy("channel", "0702", EIGHT, 9, 1, 1));

        List<DimensionQuery.Value> values = values(Period.all());

        assertThat(values).extracting(DimensionQuery.Value::value).containsExactly("WXPAY", "ALIPAY");
        RechargeReport.Overall wxpay = values.get(0).orders();
        assertThat(wxpay.orders()).isEqualTo(3);
        assertThat(wxpay.amountFen()).isEqualTo(1_500);
        assertThat(wxpay.averageDurationMs()).hasToString("Optional[4000.0]");
        assertThat(wxpay.durationMs()).isEmpty();
    }

    @Test
    void onlyThePeriodCounts() {
        metrics.write(Orders.succeededBy("payer", "ALIPAY", EIGHT, 1, 1_000, 2_000));
        assertThat(values(Period.between(Instant.parse(EIGHT_TWO), Instant.parse("2026-01-01T01:00:00Z"))))
                .isEmpty();
    }

    private List<DimensionQuery.Value> values(Period period) {
        DimensionQuery query = new DimensionQuery(MetricsInMemory.GROUP, "payer", period);
        return query.values(metrics.read(MetricsInMemory.GROUP, query.queries()));
    }
}
