package io.tidemark.bench.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderCellTest {

    private static final String ORDER = "{'serviceName':'reChargeNotifyReq','bussinessRst':'0000','chargefee':'1000',"
            + "'requestId':'20260101123456789012345678901234','receiveNotifyTime':'20260101123458000',"
            + "'cityCode':'200','channelCode':'0702','gateway_id':'WXPAY'}";

    private final OrderReader reader = new OrderReader();

    @Test
    void countsEveryPartAndSurvivesBytes() {
        OrderCell cell = new OrderCell();
        long key = add(cell, ORDER);
        add(cell, ORDER.replace("0000", "00 01").replace("WXPAY", "ALIPAY"));
        cell.copy().add(1, 1, "0702", "WXPAY", OrderReader.NO_VALUE);
        Totals totals = new Totals();

        OrderCell.of(cell.toBytes()).addTo(totals, key);

        List<String> all = new ArrayList<>();
        totals.forEach((name, number) -> all.add(name + " " + number));
        assertThat(all)
                .containsExactly(
                        "bucket:355 1",
                        "by:channel:0702:amount 1000",
                        "by:channel:0702:duration:sum 1211",
                        "by:channel:0702:orders 2",
                        "by:channel:0702:succeeded 1",
                        "by:payer:ALIPAY:orders 1",
                        "by:payer:WXPAY:amount 1000",
                        "by:payer:WXPAY:duration:sum 1211",
                        "by:payer:WXPAY:orders 1",
                        "by:payer:WXPAY:succeeded 1",
                        "city:200:amount 1000",
                        "city:200:orders 2",
                        "city:200:succeeded 1",
                        "duration:sum 1211",
                        "failed:200:00+01 1",
                        "minute:202601011234:amount 1000",
                        "minute:202601011234:orders 2",
                        "minute:202601011234:succeeded 1",
                        "read 2");
    }

    @Test
    void aRejectedRecordCountsUnderItsReason() {
        OrderCell cell = new OrderCell();
        long key = add(cell, ORDER.replace("'1000'", "'x'"));
        Totals totals = new Totals();

        cell.addTo(totals, key);

        assertThat(totals.number("rejected:bad-amount")).isEqualTo(1);
    }

    private long add(OrderCell cell, String record) {
        long key = reader.read(record.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        cell.add(reader.amount(), reader.duration(), reader.channel(), reader.payer(), reader.failure());
        return key;
    }
}
