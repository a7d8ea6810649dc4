package io.tidemark.recharge.reference;

import static io.tidemark.recharge.testing.TestRecord.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.record.Order;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.RejectReason;
import io.tidemark.recharge.testing.AwkwardRecord;
import io.tidemark.recharge.testing.CountedReport;
import io.tidemark.recharge.testing.Mutation;
import io.tidemark.recharge.testing.TestRecord;
import io.tidemark.recharge.testing.WideRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fields in other places and with other types than in the presets: the expected values by hand, by the job and by the
 * reference implementation.
 */
class SourcesTest {

    private static final String COLUMNS =
            "columns = [serviceName, bussinessRst, chargefee, requestId, receiveNotifyTime, cityCode, note]";
    private static final String LINE = "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|";

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "{'ext':{'city':'755'}} -> order",
                "{'ext':{'a':[{'city':'x'}],'city':755}} -> order",
                "{'ext':{'city':'755','city':''}} -> bad-region",
                "{'ext':{'city':'755'},'ext':{}} -> bad-region",
                "{'ext':{'city':'755'},'ext':'755'} -> bad-region",
                "{'ext':{'city':'x'},'ext':{'city':'755'}} -> order",
                "{'ext':[{'city':'755'}]} -> bad-region",
                "{'ext':{'city':{'city':'755'}}} -> bad-region",
                "{'ext':{'city':['755']}} -> bad-region",
                "{'ext.city':'755'} -> bad-region",
                "{'$.ext.city':'755'} -> bad-region",
                "{'ext':{'\\u0063ity':'755'}} -> order",
                "{'ext':null} -> bad-region",
                "{'city':'755'} -> bad-region",
                "{'other':{'ext':{'city':'755'}}} -> bad-region",
                "{'ext':{'city':'755'} -> malformed",
                "{'ext':{'city':'755'},'x':[[[{'ext':{'city':'x'}}]]]} -> order"
            })
    void aPathLeadsIntoObjects(String extra, String verdict) {
        both("tags.region = \"$.ext.city\"", merged(order().without("cityCode"), quoted(extra)))
                .are(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "{'a':[{'b':['5000']}]} -> order",
                "{'a':[{'b':['5000','x'],'c':1},{'b':['y']}]} -> order",
                "{'a':[{'b':['x','5000']}]} -> bad-amount",
                "{'a':[{'b':[]}]} -> bad-amount",
                "{'a':[]} -> bad-amount",
                "{'a':{'0':{'b':['5000']}}} -> bad-amount",
                "{'a':[{},{'b':['5000']}]} -> bad-amount",
                "{'a':[[{'b':['5000']}]]} -> bad-amount",
                "{'a':[{'b':[[5000]]}]} -> bad-amount",
                "{'a':[{'b':['5000']},{'b':[]]} -> malformed"
            })
    void aPathLeadsIntoArrays(String extra, String verdict) {
        both("tags.amount { field = \"$.a[0].b[0]\", type = fen }", merged(order().without("chargefee"), quoted(extra)))
                .are(verdict);
    }

    @Test
    void anyNameCanBeAStepOfAPath() {
        TestRecord record = order().without("chargefee").without("cityCode");
        both(
                        "tags { amount = \"$['a.b c']['it\\\\'s']\", region = \"$['']['\\\\\\\\'][1]\" }",
                        merged(
                                record,
                                quoted("{'a.b c':{'it^s':'5000'},'':{'\\\\':['x','755']}}")
                                        .replace('^', '\'')))
                .are("order")
                .come("5000 755 17480");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "largest-amount-fen = 5000 -> 5000 755 17480",
                "largest-amount-fen = \"5000\" -> 5000 755 17480",
                "largest-amount-fen = 4999 -> bad-amount",
                "largest-amount-fen = 0 -> bad-amount",
                "earliest-start = \"2026-01-01\" -> 5000 755 17480",
                "earliest-start = 2026-01-02 -> bad-start",
                "starts-before = \"2026-01-02\" -> 5000 755 17480",
                "starts-before = \"2026-01-01\" -> bad-start",
                "longest-duration = 17480ms -> 5000 755 17480",
                "longest-duration = 17479ms -> 5000 755 unknown",
                "longest-duration = 0s -> 5000 755 unknown"
            })
    void plausibleValuesAreSettings(String setting, String comesTo) {
        Both both = both("plausible { " + setting + " }", order().json());
        if (comesTo.startsWith("bad")) {
            both.are(comesTo);
        } else {
            both.come(comesTo);
        }
    }

    @Test
    void amountsAndTimesOfAnyLengthAreReadWhereTheyArePlausible() {
        both(
                        WideRules.SETTINGS,
                        order().withText("chargefee", "999999999999999999").json())
                .come("999999999999999999 755 17480");
        // the summers with daylight saving time in Shanghai, and the time before the zone had a whole offset
        for (String start : List.of(
                "19860701080000000",
                "19860504023000000",
                "19400601000000000",
                "19010101000500000",
                "00000101000000000")) {
            both(
                            WideRules.SETTINGS,
                            order().withText("requestId", start)
                                    .without("receiveNotifyTime")
                                    .json())
                    .come("5000 755 unknown");
        }
    }

    @Test
    void aStartMayBeSoFarAheadOfItsRecord() {
        Config dictionary = ConfigFactory.parseString("plausible.starts-ahead = 1h")
                .withFallback(TagDictionary.presetConfig("guangdong"));
        byte[] record = order().bytes();
        Instant start = Instant.parse("2026-01-01T00:00:00.123Z");
        assertThat(reasons(dictionary, record, start.minus(Duration.ofHours(1))))
                .isEmpty();
        assertThat(reasons(dictionary, record, start.plus(Duration.ofDays(9_000))))
                .isEmpty();
        assertThat(reasons(dictionary, record, start.minus(Duration.ofHours(1)).minusMillis(1)))
                .contains(RejectReason.BAD_START);
        RecordParser parser = new RecordParser(TagDictionary.of(dictionary));
        assertThat(parser.parse(record, -1)).isInstanceOf(Order.class);
        assertThat(parser.parse(record, Long.MAX_VALUE)).isInstanceOf(Order.class);
    }

    private static Optional<RejectReason> reasons(Config dictionary, byte[] record, Instant recorded) {
        Optional<RejectReason> reason =
                new ReferenceCount(ReferenceRules.of(dictionary)).add(record, record.length, recorded);
        ParsedRecord parsed = new RecordParser(TagDictionary.of(dictionary)).parse(record, recorded.toEpochMilli());
        assertThat(parsed instanceof ParsedRecord.Rejected rejected ? Optional.of(rejected.reason()) : Optional.empty())
                .isEqualTo(reason);
        return reason;
    }

    @Test
    void aNameWithDotsIsAName() {
        both("tags.amount = a.b", merged(order().without("chargefee"), quoted("{'a.b':'5000','a':{'b':'x'}}")))
                .are("order");
    }

    @Test
    void ofSeveralFieldsTheFirstThatHasTextCountsPathOrNot() {
        String settings = "tags.amount = [\"$.ext.fee\", chargefee]";
        both(settings, merged(order(), quoted("{'ext':{'fee':'7'}}"))).come("7 755 17480");
        both(settings, merged(order(), quoted("{'ext':{'fee':''}}"))).come("5000 755 17480");
        both(settings, merged(order(), quoted("{'ext':{'fee':'-7'}}"))).are("bad-amount");
    }

    @ParameterizedTest
    @CsvSource({
        "yuan,50,5000",
        "yuan,0.5,50",
        "yuan,0.05,5",
        "yuan,000.50,50",
        "yuan,9999999999999999.99,999999999999999999",
        "yuan,50.,bad-amount",
        "yuan,.5,bad-amount",
        "yuan,50.000,bad-amount",
        "yuan,'50,00',bad-amount",
        "yuan,-1.00,bad-amount",
        "yuan,1e2,bad-amount",
        "yuan,12345678901234567,bad-amount",
        "yuan,1.2.3,bad-amount",
        "yuan,1.+5,bad-amount",
        "fen,5000.00,bad-amount"
    })
    void anAmountIsOfItsType(String type, String text, String amountOrReason) {
        Both both = both(
                WideRules.SETTINGS + "tags.amount.type = " + type,
                order().withText("chargefee", text).json());
        if (amountOrReason.startsWith("bad")) {
            both.are(amountOrReason);
        } else {
            both.come(amountOrReason + " 755 17480");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "time-seconds,20260101080000,20260101080017,17000",
        "time-seconds,20260101080000123,20260101080017,bad-start",
        "time-seconds,20260230080000,20260101080017,bad-start",
        "time-seconds,2026010108000,20260101080017,bad-start",
        "time,20260101080000123,20260101080017603,17480",
        "time,20260101080000123456,20260101080017603,bad-start",
        "time-prefix,20260101080000123456,20260101080017603999,17480",
        "epoch-millis,1767225600123,1767225617603,17480",
        "epoch-millis,253402271999999,253402271999999,0",
        "epoch-millis,253402272000000,253402271999999,bad-start",
        "epoch-millis,1767225600123.0,1767225617603,bad-start",
        "epoch-millis,-1,1767225617603,bad-start",
        "epoch-millis,0000000000000001,1767225617603,bad-start",
        "epoch-millis,1,253402272000000,unknown",
        "epoch-seconds,1767225600,1767225617,17000",
        "epoch-seconds,253402271999,253402271999,0",
        "epoch-seconds,253402272000,0,bad-start",
        "epoch-seconds,1767225600000,0,bad-start",
        "epoch-seconds,1767225600.5,0,bad-start",
        "epoch-seconds,-1,0,bad-start",
        "date-time,2026-01-01T08:00:00+08:00,2026-01-01T00:00:17Z,17000",
        "date-time,2026-01-01 08:00:00,2026-01-01 08:00:17,17000",
        "date-time,2026/01/01 08:00:00,2026-01-01T08:00:17.5,17500",
        "date-time,2026-01-01T08:00,2026-01-01T08:00:00.123456789,123",
        "date-time,2026-01-01T08:00:00.1+08,2026-01-01T08:00:00.19+0800,90",
        "date-time,2026-01-01T08:00:00-18:00,2026-01-02T10:00:01+08:00,1000",
        "date-time,1986-07-01T08:00:00,1986-07-01T08:00:00+09:00,0",
        "date-time,0000-01-01T00:00:00Z,x,unknown",
        "date-time,2026-01-01,x,bad-start",
        "date-time,2026-02-30T08:00:00,x,bad-start",
        "date-time,2026-01-01T24:00:00,x,bad-start",
        "date-time,2026-01-01T08:60:00,x,bad-start",
        "date-time,2026-01-01T08:00:60,x,bad-start",
        "date-time,2026-1-1 08:00:00,x,bad-start",
        "date-time,2026-01/01 08:00:00,x,bad-start",
        "date-time,2026-01-01t08:00:00,x,bad-start",
        "date-time,2026-01-01T08:00:00.,x,bad-start",
        "date-time,2026-01-01T08:00:00.1234567890,x,bad-start",
        "date-time,2026-01-01T08:00.5,x,bad-start",
        "date-time,2026-01-01T08:00:,x,bad-start",
        "date-time,2026-01-01T08:00:0,x,bad-start",
        "date-time,2026-01-01T08:00:00+18:01,x,bad-start",
        "date-time,2026-01-01T08:00:00+08:60,x,bad-start",
        "date-time,2026-01-01T08:00:00+8,x,bad-start",
        "date-time,2026-01-01T08:00:00z,x,bad-start",
        "date-time,2026-01-01T08:00:00ZZ,x,bad-start",
        "date-time,+2026-01-01T08:00:00,x,bad-start"
    })
    void aTimeIsOfItsType(String type, String start, String end, String durationOrReason) {
        Both both = both(
                WideRules.SETTINGS + "tags { start.type = " + type + ", end.type = " + type + " }",
                order().withText("requestId", start)
                        .withText("receiveNotifyTime", end)
                        .json());
        if (durationOrReason.startsWith("bad")) {
            both.are(durationOrReason);
        } else {
            both.come("5000 755 " + durationOrReason);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755| -> order",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|\\r\\n -> order",
                "BOMreChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|x -> order",
                "BOMBOMreChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|x -> ignored",
                "\"reChargeNotifyReq\"|\"0000\"|\"5000\"|20260101080000123|20260101080017603|\"755\"|\"\" -> order",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|\"a|b \"\"c\"\"\\n\" -> order",
                "reChargeNotifyReq|\"00\"\"00\"|5000|20260101080000123|20260101080017603|755|充值😀 -> order",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755 -> malformed",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|| -> malformed",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|a\"b -> malformed",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|\"a -> malformed",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|\"a\"b -> malformed",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|\"a\" -> order",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|\"a\"\" -> malformed",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|a\\nb -> malformed",
                "reChargeNotifyReq|0000|5000|20260101080000123|20260101080017603|755|a\\n\\n -> malformed",
                "|0000|5000|20260101080000123|20260101080017603|755| -> no-service",
                "reChargeNotifyReq||5000|20260101080000123|20260101080017603|755| -> bad-result",
                "reChargeNotifyReq|\"\"|5000|20260101080000123|20260101080017603|755| -> bad-result",
                "reChargeNotifyReq|0000| 5000|20260101080000123|20260101080017603|755| -> bad-amount",
                "reChargeNotifyReq|0000|5000|2026|20260101080017603|755| -> bad-start",
                "reChargeNotifyReq|0000|5000|20260101080000123||075 5| -> bad-region",
                "makeNewOrder|||||| -> ignored",
                "serviceName|bussinessRst|chargefee|requestId|receiveNotifyTime|cityCode|note -> ignored",
                "|||||| -> no-service",
                "{} -> malformed",
                "'' -> malformed",
                "BOM -> malformed",
                "\\n -> malformed"
            })
    void aRecordOfDelimitedTextIsWhatItIs(String line, String verdict) {
        String record = line.replace("BOM", "\uFEFF").replace("\\n", "\n").replace("\\r", "\r");
        both("format = delimited, delimited { delimiter = \"|\", " + COLUMNS + " }", record.equals("''") ? "" : record)
                .are(verdict);
    }

    @Test
    void delimitedTextThatIsNotUtf8IsMalformed() {
        byte[] record = LINE.getBytes(StandardCharsets.UTF_8);
        record[record.length - 1] = (byte) 0xff;
        new Both("format = delimited, delimited { delimiter = \"|\", " + COLUMNS + " }", record).are("malformed");
    }

    @Test
    void columnsHaveNumbersWhereTheyHaveNoNames() {
        String settings = "format = delimited, delimited.delimiter = \"\\t\", tags { service = 2, result = 3, "
                + "amount = [9, 4], start = 5, end = 6, region = 1 }";
        both(settings, "755\treChargeNotifyReq\t0000\t5000\t20260101080000123\t20260101080017603")
                .come("5000 755 17480");
        both(settings, "755\treChargeNotifyReq\t0000\t5000\t20260101080000123\t20260101080017603\t\t\t7\t8")
                .come("7 755 17480");
        both(settings, "755\treChargeNotifyReq").are("bad-result");
    }

    @ParameterizedTest
    @CsvSource({
        "755,755",
        "0755,755",
        "20,200",
        "020,200",
        "200,200",
        "2,200",
        "00755,other",
        "7550,other",
        "0,other",
        "75x,bad-region",
        "1234567,bad-region",
        "0123456,bad-region"
    })
    void anAreaCodeIsPaddedToTheCodeOfItsRegion(String text, String region) {
        Both both = both(
                "tags.region { field = cityCode, type = area-code }",
                order().withText("cityCode", text).json());
        if (region.startsWith("bad")) {
            both.are(region);
        } else {
            both.come("5000 " + region + " 17480");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "a|~|0000|~|5000 -> order",
                "a|~|\"00\"\"00\"|~|5000 -> order",
                "\"a|~|b\"|~|0000|~|5000 -> order",
                "a||~|0000|~|5000 -> order",
                "a|~|0000|~|~|~|5000 -> malformed",
                "a|~|0000|~5000 -> malformed",
                "a|~|0000|~|5000|~| -> malformed",
                "a|~|0000|~|5000|~ -> bad-start",
                "\"a\"x|~|0000|~|5000 -> malformed",
                "\"a\"|~0000|~|5000 -> malformed",
                "a|~||~|5000 -> bad-result",
                "note|~|result|~|fee -> ignored",
                "\"note\"|~|result|~|\"fee\" -> ignored",
                "note|~|result|~|5000 -> order"
            })
    void aDelimiterMayHaveSeveralCharactersAndALogNoService(String line, String verdict) {
        both(
                        "format = delimited, delimited { delimiter = \"|~|\", columns = [note, result, fee, now, city] }, "
                                + "tags { service = [], result = result, amount = fee, "
                                + "start { field = now, type = epoch-millis }, end = [], region = city }",
                        line + (verdict.equals("ignored") ? "|~|now|~|city" : "|~|1767225600123|~|755"))
                .are(verdict);
    }

    @Test
    void withoutAQuoteAQuoteIsACharacter() {
        String settings = "format = delimited, delimited { delimiter = \"|\", quote = \"\", " + COLUMNS + " }";
        both(settings, LINE + "\"a").come("5000 755 17480");
        both(settings, LINE.replace("5000", "\"5000\"")).are("bad-amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", ";", "，", "|"})
    void theDelimiterMayBeAnyCharacter(String delimiter) {
        both(
                        "format = delimited, delimited { delimiter = \""
                                + String.format("\\u%04x", (int) delimiter.charAt(0)) + "\", " + COLUMNS + " }",
                        LINE.replace("|", delimiter))
                .come("5000 755 17480");
    }

    @Test
    void spoiltLinesOfDelimitedTextAreTheSameToBoth() {
        String settings = "format = delimited, delimited { delimiter = \"|\", " + COLUMNS + " }";
        Random random = new Random(11);
        List<byte[]> originals = List.of(
                LINE.getBytes(StandardCharsets.UTF_8),
                (LINE + "\"a|\"\"b\"\"\"").getBytes(StandardCharsets.UTF_8),
                LINE.replace("755", "\"755\"").getBytes(StandardCharsets.UTF_8),
                LINE.replace("0000|", "2998|").getBytes(StandardCharsets.UTF_8));
        List<byte[]> mutants = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            mutants.add(Mutation.of(originals, random));
        }
        new Both(settings, mutants.toArray(byte[][]::new)).agree();
        String longer = "|~|";
        byte[][] withLonger = mutants.stream()
                .map(mutant -> new String(mutant, StandardCharsets.ISO_8859_1)
                        .replace("|", longer)
                        .getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
        new Both(settings.replace("\"|\"", "\"" + longer + "\"") + ", tags.service = []", withLonger).agree();
    }

    @Test
    void whatTheGeneratorWritesAsTextLeadsToTheReportOfItsJson() throws IOException {
        List<byte[]> json = new ArrayList<>();
        new GeneratedLog(12, "guangdong", 2_000).forEachLine((bytes, length) -> json.add(Arrays.copyOf(bytes, length)));
        List<byte[]> text = new ArrayList<>();
        for (byte[] record : json) {
            text.add(asText(record));
        }
        RechargeReport ofJson = new Both("", json.toArray(byte[][]::new)).agree();
        RechargeReport ofText =
                new Both("format = delimited, delimited." + COLUMNS, text.toArray(byte[][]::new)).agree();
        assertThat(ofText).isEqualTo(ofJson);
        assertThat(ofText.overall().orders()).isEqualTo(2_000);
    }

    @Test
    void pathsAndTypesChangeNothingForAwkwardRecords() {
        String settings = "tags { amount = [\"$.chargefee\"], region { field = \"$['cityCode']\" } }";
        byte[][] records =
                AwkwardRecord.all().stream().map(AwkwardRecord::bytes).toArray(byte[][]::new);
        assertThat(new Both(settings, records).agree()).isEqualTo(new Both("", records).agree());
    }

    private static byte[] asText(byte[] json) {
        List<String> columns = List.of(
                "serviceName", "bussinessRst", "chargefee", "requestId", "receiveNotifyTime", "cityCode", "retMsg");
        return LogRecord.read(json, json.length, Optional.empty())
                .map(record -> columns.stream()
                        .map(column -> column.equals("requestId")
                                ? record.text(List.of("requestId", "RequestId"))
                                : record.text(column))
                        .map(value -> "\"" + value.orElse("").replace("\"", "\"\"") + "\"")
                        .collect(Collectors.joining(",")))
                .orElse("\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String merged(TestRecord record, String extra) {
        String json = record.json();
        return json.substring(0, json.length() - 1) + "," + extra.substring(1);
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static Both both(String settings, String record) {
        return new Both(settings, record.getBytes(StandardCharsets.UTF_8));
    }

    /** Records as parsed by the job and by the reference implementation. */
    private static final class Both {

        private final CountedReport counted;
        private final ReferenceCount reference;

        Both(String settings, byte[]... records) {
            Config dictionary = ConfigFactory.parseString(
                            settings + (settings.contains("delimited") ? ", dimensions = []" : ""))
                    .withFallback(TagDictionary.presetConfig("guangdong"));
            counted = new CountedReport(TagDictionary.of(dictionary));
            reference = new ReferenceCount(ReferenceRules.of(dictionary));
            for (byte[] record : records) {
                counted.add(record);
                reference.add(record, record.length);
            }
        }

        RechargeReport agree() {
            assertThat(counted.report()).isEqualTo(reference.report("recharge"));
            return counted.report();
        }

        Both are(String verdict) {
            RechargeReport.Records records = agree().records();
            assertThat(records.orders()).isEqualTo(verdict.equals("order") ? 1 : 0);
            assertThat(records.ignored()).isEqualTo(verdict.equals("ignored") ? 1 : 0);
            records.rejectedByReason()
                    .forEach((reason, count) ->
                            assertThat(count).as(reason.code()).isEqualTo(verdict.equals(reason.code()) ? 1 : 0));
            return this;
        }

        /** @param amountRegionDuration of the only successful order */
        void come(String amountRegionDuration) {
            are("order");
            RechargeReport report = agree();
            String duration = report.overall().durationUnknown() == 1
                    ? "unknown"
                    : report.overall()
                            .averageDurationMs()
                            .orElseThrow()
                            .toBigInteger()
                            .toString();
            assertThat(report.overall().amountFen() + " "
                            + report.topCities().get(0).code() + " " + duration)
                    .isEqualTo(amountRegionDuration);
        }
    }
}
