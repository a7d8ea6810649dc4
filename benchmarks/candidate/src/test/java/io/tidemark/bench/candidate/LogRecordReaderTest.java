package io.tidemark.bench.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRecordReaderTest {

    private static final String ORDER = "{'serviceName':'reChargeNotifyReq','bussinessRst':'0000','chargefee':'1000',"
            + "'requestId':'20260101123456789012345678901234','receiveNotifyTime':'20260101123458000','cityCode':'020'}";

    private final LogRecordReader reader = new LogRecordReader();

    @Test
    void anOrderCountsInItsCityAndMinute() {
        long key = read(ORDER);

        assertThat(CellKey.isOrder(key)).isTrue();
        assertThat(CellKey.city(key)).isEqualTo("020");
        assertThat(CellKey.minute(key)).isEqualTo("202601011234");
        assertThat(reader.amount()).isEqualTo(1_000);
        assertThat(reader.duration()).isEqualTo(1_211);
    }

    @Test
    void aFailedOrderHasNoAmountEvenBehindOneThatSucceeded() {
        read(ORDER);
        read(ORDER.replace("0000", "0001"));

        assertThat(reader.amount()).isEqualTo(LogRecordReader.NONE);
        assertThat(reader.duration()).isEqualTo(LogRecordReader.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'}                 | '}{}            | rejected:malformed",
                "'}                 | '} <EOF>        | rejected:malformed",
                "'reChargeNotifyReq | '               | rejected:no-service",
                "'reChargeNotifyReq | 'makeNewOrder   | ignored",
                "'0000              | '               | rejected:bad-result",
                "'1000              | '-1             | rejected:bad-amount",
                "'1000              | '1234567890123456789 | rejected:bad-amount",
                "'1000              | '100000001      | rejected:bad-amount",
                "'20260101123456789 | '20260230123456789 | rejected:bad-start",
                "'20260101123456789 | '19991231235959999 | rejected:bad-start",
                "'20260101123456789 | '21000101000000000 | rejected:bad-start",
                "'20260101123456789012345678901234 | '20260101123456 | rejected:bad-start",
                "'020               | 'somewhere      | rejected:bad-region",
                "'020               | '1234567        | rejected:bad-region"
            })
    void whatIsNoOrderCountsUnderItsKind(String part, String instead, String kind) {
        String record = ORDER.replace(part, instead);

        assertThat(record).isNotEqualTo(ORDER);
        assertThat(CellKey.name(read(record))).isEqualTo(kind);
    }

    @Test
    void aDurationOfMoreThanADayIsUnknown() {
        read(ORDER.replace("'20260101123458", "'20260102123458"));

        assertThat(reader.amount()).isEqualTo(1_000);
        assertThat(reader.duration()).isEqualTo(LogRecordReader.NONE);
    }

    private long read(String record) {
        return reader.read(record.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
