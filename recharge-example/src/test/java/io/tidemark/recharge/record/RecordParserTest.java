package io.tidemark.recharge.record;

import static io.tidemark.recharge.testing.TestRecord.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.testing.AwkwardRecord;
import io.tidemark.recharge.testing.TestRecord;
import io.tidemark.recharge.testing.WideRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordParserTest {

    private static final TagDictionary GUANGDONG = TagDictionary.preset("guangdong");
    private static final TagDictionary CMCC = TagDictionary.preset("cmcc");
    private static final int OTHER_CITY = 21;

    private final RecordParser parser = new RecordParser(GUANGDONG);

    static Stream<AwkwardRecord> awkwardRecords() {
        return AwkwardRecord.all().stream();
    }

    @ParameterizedTest
    @MethodSource("awkwardRecords")
    void anAwkwardRecordIsWhatItIs(AwkwardRecord record) {
        assertThat(verdict(parser.parse(record.bytes()))).isEqualTo(record.verdict());
        assertThat(verdict(new RecordParser(CMCC).parse(record.bytes()))).isEqualTo(record.verdict());
    }

    @Test
    void oneParserReadsAllAwkwardRecordsAgainAndAgain() {
        for (int round = 0; round < 3; round++) {
            for (AwkwardRecord record : AwkwardRecord.all()) {
                assertThat(verdict(parser.parse(record.bytes())))
                        .as(record.name())
                        .isEqualTo(record.verdict());
            }
        }
    }

    @Test
    void anOrderIsReadInFull() {
        Order order = parsed(order());
        assertThat(Instant.ofEpochMilli(order.startMillis())).isEqualTo("2026-01-01T00:00:00.123Z");
        assertThat(order.minute())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() / 60);
        assertThat(order.durationMillis()).isEqualTo(17_480);
        assertThat(order.amountFen()).isEqualTo(5_000);
        assertThat(order.region()).isEqualTo(new ArrayList<>(GUANGDONG.regions().codes()).indexOf("755"));
        assertThat(order.succeeded()).isTrue();
    }

    @Test
    void nothingOfARecordIsLeftForTheNext() {
        parsed(order());
        byte[] serviceAlone = "{\"serviceName\":\"reChargeNotifyReq\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(verdict(parser.parse(serviceAlone))).isEqualTo("bad-result");
        assertThat(parsed(order().without("receiveNotifyTime")).durationMillis())
                .isEqualTo(Order.UNKNOWN);
    }

    @Test
    void aKafkaRecordWithoutAValueIsMalformed() {
        assertThat(verdict(parser.parse(null))).isEqualTo("malformed");
    }

    @Test
    void everyCityOfTheTableHasItsPlace() {
        List<String> codes = new ArrayList<>(GUANGDONG.regions().codes());
        for (String code : codes) {
            assertThat(parsed(order().withText("cityCode", code)).region()).isEqualTo(codes.indexOf(code));
        }
        assertThat(codes).hasSize(OTHER_CITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0755", "075500", "7550", "999", "999999", "00755"})
    void aCodeThatIsNotInTheTableIsAnotherRegion(String code) {
        assertThat(parsed(order().withText("cityCode", code)).region()).isEqualTo(OTHER_CITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"provinceCode", "provincecode"})
    void theNationwideLogCountsByProvinceUnderEitherName(String name) {
        List<String> codes = new ArrayList<>(CMCC.regions().codes());
        TestRecord record = order().without("provinceCode").withText(name, "311");
        assertThat(new RecordParser(CMCC).parse(record.bytes()))
                .isInstanceOfSatisfying(
                        Order.class, order -> assertThat(order.region()).isEqualTo(codes.indexOf("311")));
    }

    @ParameterizedTest
    @CsvSource({"0000,true", "0,false", "00000,false", "000,false", "9999,false", "'0000 ',false", "０000,false"})
    void onlyFourZerosAreSuccess(String result, boolean success) {
        assertThat(parsed(order().withText("bussinessRst", result)).succeeded()).isEqualTo(success);
    }

    @ParameterizedTest
    @CsvSource({
        "20260101080000123,0",
        "20260101080000124,1",
        "20260101080000122,-1",
        "20260102080000123,86400000",
        "202601010800001240,-1",
        "2026010108000012,-1",
        "20260101080060000,-1",
        "'',-1"
    })
    void theDurationIsTheTimeFromStartToEnd(String end, long duration) {
        assertThat(parsed(order().withText("receiveNotifyTime", end)).durationMillis())
                .isEqualTo(duration);
    }

    @Test
    void anAmountOfEighteenDigitsIsExact() {
        RecordParser wide = new RecordParser(WideRules.guangdong());
        for (TestRecord record : List.of(
                order().withText("chargefee", "999999999999999999"), order().with("chargefee", "999999999999999999"))) {
            assertThat(wide.parse(record.bytes()))
                    .isInstanceOfSatisfying(
                            Order.class, order -> assertThat(order.amountFen()).isEqualTo(999_999_999_999_999_999L));
        }
        assertThat(parsed(order().withText("chargefee", "000000000000000012")).amountFen())
                .isEqualTo(12);
    }

    private Order parsed(TestRecord record) {
        ParsedRecord parsed = parser.parse(record.bytes());
        assertThat(parsed).isInstanceOf(Order.class);
        return (Order) parsed;
    }

    private static String verdict(ParsedRecord parsed) {
        if (parsed instanceof ParsedRecord.Rejected rejected) {
            return rejected.reason().code();
        }
        return parsed instanceof Order ? "order" : "ignored";
    }
}
