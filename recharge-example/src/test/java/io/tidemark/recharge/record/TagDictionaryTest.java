package io.tidemark.recharge.record;

import static io.tidemark.recharge.testing.TestRecord.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.tidemark.recharge.testing.Serialized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagDictionaryTest {

    @Test
    void thePresetsAreTheTwoLogs() {
        TagDictionary guangdong = TagDictionary.preset("guangdong");
        assertThat(guangdong.rule(Tag.REGION).fields()).containsExactly("cityCode");
        assertThat(guangdong.rule(Tag.START).fields()).containsExactly("requestId", "RequestId");
        assertThat(guangdong.orderService()).isEqualTo("reChargeNotifyReq");
        assertThat(guangdong.successResult()).isEqualTo("0000");
        assertThat(guangdong.regions().name()).isEqualTo("guangdong");
        TagDictionary cmcc = TagDictionary.preset("cmcc");
        assertThat(cmcc.rule(Tag.REGION).fields()).containsExactly("provinceCode", "provincecode");
        assertThat(cmcc.regions().regions()).hasSize(31);
    }

    @Test
    void settingsOfOnesOwnLieOverAPreset() {
        TagDictionary dictionary = TagDictionary.of(
                ConfigFactory.parseString("tags.amount = fee, tags.region = [city, Town], success-result = OK")
                        .withFallback(TagDictionary.presetConfig("guangdong")));
        ParsedRecord parsed = new RecordParser(dictionary)
                .parse(order().renamed("chargefee", "fee")
                        .renamed("cityCode", "Town")
                        .withText("bussinessRst", "OK")
                        .bytes());
        assertThat(parsed).isInstanceOfSatisfying(Order.class, order -> {
            assertThat(order.amountFen()).isEqualTo(5_000);
            assertThat(order.succeeded()).isTrue();
        });
    }

    @Test
    void aTableOfOnesOwnIsReadFromItsFile(@TempDir Path directory) throws IOException {
        Path table = Files.writeString(directory.resolve("two.json"), """
                {"name": "two", "title": "两", "english": "Two", "map": null, "regions": [
                  {"code": "001", "name": "一", "english": "One"}, {"code": "1", "name": "二", "english": "Other one"}]}
                """);
        TagDictionary dictionary = TagDictionary.of(ConfigFactory.parseMap(Map.of("regions", table.toString()))
                .withFallback(TagDictionary.presetConfig("guangdong")));
        RecordParser parser = new RecordParser(dictionary);
        for (String code : List.of("001", "1", "01")) {
            assertThat(parser.parse(order().withText("cityCode", code).bytes()))
                    .isInstanceOfSatisfying(Order.class, order -> assertThat(order.region())
                            .isEqualTo(List.of("001", "1", "01").indexOf(code)));
        }
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatThrownBy(() -> TagDictionary.of(ConfigFactory.parseString("""
                        regions = hunan
                        order-service = [a]
                        sucess-result = "0000"
                        tags { service = serviceName, result = {}, amount = [], tme = x }
                        """)))
                .isInstanceOfSatisfying(InvalidDictionaryException.class, e -> assertThat(e.problems())
                        .satisfiesExactly(
                                problem -> assertThat(problem)
                                        .isEqualTo(
                                                "sucess-result is no setting; there are delimited, dimensions, failure-codes, format, known-failure-codes, order-service, plausible, "
                                                        + "regions, success-result, tags"),
                                problem -> assertThat(problem)
                                        .startsWith("regions is 'hunan': there are guangdong and cmcc, or a file"),
                                problem -> assertThat(problem).isEqualTo("order-service is a list, not a text"),
                                problem -> assertThat(problem).isEqualTo("success-result is missing"),
                                problem -> assertThat(problem).isEqualTo("tags.result.field is missing"),
                                problem -> assertThat(problem).isEqualTo("tags.start is missing"),
                                problem -> assertThat(problem).isEqualTo("tags.end is missing"),
                                problem -> assertThat(problem).isEqualTo("tags.region is missing"),
                                problem -> assertThat(problem)
                                        .isEqualTo(
                                                "tags.tme is no setting; there are amount, end, region, result, service, "
                                                        + "start"),
                                problem -> assertThat(problem).isEqualTo("tags.amount has no field")));
    }

    @Test
    void everyProblemOfPlausibleValuesIsNamedAtOnce() {
        assertThat(problems("plausible { largest-amount-fen = 1000000000000000000, earliest-start = 2000-02-30,"
                        + " starts-before = tomorrow, longest-duration = -1s, starts-ahead = always, latest = 1 }"))
                .containsExactly(
                        "plausible.latest is no setting; there are earliest-start, largest-amount-fen, longest-duration, "
                                + "starts-ahead, starts-before",
                        "plausible.largest-amount-fen is '1000000000000000000', not a whole number from 0 to 999999999999999999",
                        "plausible.earliest-start is '2000-02-30', not a date such as 2000-01-01",
                        "plausible.starts-before is 'tomorrow', not a date such as 2100-01-01",
                        "plausible.longest-duration is '-1s', not a time from 0s to 36500d, such as 24h",
                        "plausible.starts-ahead is 'always', not unlimited, or a time from 0s to 36500d, such as 1d");
        assertThat(problems("plausible = x")).containsExactly("plausible is a text, not a group of settings");
        assertThat(problems("plausible { earliest-start = 2026-01-01, starts-before = 2026-01-01 }"))
                .containsExactly(
                        "plausible.earliest-start is not before plausible.starts-before: no start would be plausible");
    }

    @Test
    void emptyNamesAndNamesThatStandTwiceAreProblems() {
        assertThatThrownBy(() -> TagDictionary.of(ConfigFactory.parseString(
                                "order-service = \"\", tags { amount = [], end = [requestId], service = [\"\"] }")
                        .withFallback(TagDictionary.presetConfig("guangdong"))))
                .hasMessage(
                        "Cannot use the tag dictionary: order-service is empty; tags.service holds an empty field name; "
                                + "tags.amount has no field; tags.end holds 'requestId', which stands in the"
                                + " dictionary already");
    }

    @Test
    void whatIsWrongWithPathsTypesAndFormatIsNamedAtOnce() {
        assertThat(problems(
                        "format = xml, delimited { delimeter = x }, tags { start.type = date, service.type = [x] }"))
                .containsExactly(
                        "delimited.delimeter is no setting; there are columns, delimiter, quote",
                        "format is 'xml'; the formats are json and delimited",
                        "tags.service.type is a list, not a text",
                        "tags.start.type is 'date': there are time-prefix, time, time-seconds, date-time, epoch-seconds, epoch-millis");
        assertThat(problems("tags { service = \"$.a..b\", result = \"$[0]\", amount = [\"$.a[x]\", \"$.a['b]\"],"
                        + " start.field = \"$.a]\", region = \"$.cityCode\", end { field = cityCode, from = x } }"))
                .containsExactly(
                        "tags.end.from is no setting; there are field, type",
                        "tags.service holds '$.a..b', which is not a path: a name is missing; a name with other"
                                + " characters is written as ['name']",
                        "tags.result holds '$[0]', which is not a path: a record is an object, so the first step"
                                + " must be a name",
                        "tags.amount holds '$.a[x]', which is not a path: [ ] must contain an index such as 0, or a"
                                + " name in single quotes",
                        "tags.amount holds '$.a['b]', which is not a path: a name in quotes does not end with ']",
                        "tags.start holds '$.a]', which is not a path: ']' instead of '.' or '['",
                        "tags.region holds '$.cityCode', which stands in the dictionary already");
    }

    @Test
    void whatIsWrongWithDelimitedTextIsNamedAtOnce() {
        assertThat(problems(
                        "format = delimited, delimited { delimiter = \"|\\r\", quote = \"\\n\", columns = [a, \"\", a] },"
                                + " tags { service = a }, dimensions = []"))
                .containsExactly(
                        "delimited.delimiter is '|\r', not 1 to 16 characters other than line ends",
                        "delimited.quote is '\n', not one character other than a line end, nor empty",
                        "delimited.columns holds an empty name",
                        "delimited.columns holds 'a' twice",
                        "tags.result holds [bussinessRst], none of which is among delimited.columns",
                        "tags.amount holds [chargefee], none of which is among delimited.columns",
                        "tags.start holds [requestId, RequestId], none of which is among delimited.columns",
                        "tags.end holds [receiveNotifyTime], none of which is among delimited.columns",
                        "tags.region holds [cityCode], none of which is among delimited.columns");
        assertThat(
                        problems(
                                "format = delimited, delimited { delimiter = \"\\\"\" },"
                                        + " tags { service = 1, result = 2, amount = 0, start = 10001, end = x, region = 2 }, dimensions = []"))
                .containsExactly(
                        "delimited.quote is '\"', which the delimiter '\"' contains",
                        "tags.amount holds '0', but delimited.columns is empty: columns without names are numbers from 1 to 10000",
                        "tags.start holds '10001', but delimited.columns is empty: columns without names are numbers from 1 to 10000",
                        "tags.end holds 'x', but delimited.columns is empty: columns without names are numbers from 1 to 10000",
                        "tags.region holds '2', which stands in the dictionary already");
    }

    @Test
    void whatIsWrongWithDimensionsIsNamedAtOnce() {
        assertThat(problems(
                        "dimensions = [{ name = channel, field = \"$.a[\" }, { name = channel, field = x, limit = 0 },"
                                + " { name = City, field = x, most = 2 }, { field = x }, { name = city, field = [x, x] }, x],"
                                + " failure-codes = 1001"))
                .containsExactly(
                        "dimensions is a list, not a list of groups of settings",
                        "failure-codes is 1001, not from 1 to 1000");
        assertThat(
                        problems(
                                "dimensions = [{ name = channel, field = \"$.a[\" }, { name = channel, field = x, limit = 0 },"
                                        + " { name = City, field = y, most = 2 }, { field = x }, { name = city, field = [x, x] }]"))
                .containsExactly(
                        "dimensions[1].name is 'channel', which is taken",
                        "dimensions[1].limit is 0, not from 1 to 1000",
                        "dimensions[2].most is no setting; there are field, known, limit, name",
                        "dimensions[2].name is 'City', not up to 32 small letters, digits and hyphens",
                        "dimensions[3] is not of the form { name = channel, field = channelCode, limit = 50 }",
                        "dimensions[4].name is 'city', which is taken",
                        "dimensions.channel holds '$.a[', which is not a path: [ ] must contain an index such as 0,"
                                + " or a name in single quotes",
                        "dimensions.city holds 'x', which stands there already");
    }

    private static List<String> problems(String settings) {
        try {
            TagDictionary.of(ConfigFactory.parseString(settings).withFallback(TagDictionary.presetConfig("guangdong")));
            return List.of();
        } catch (InvalidDictionaryException e) {
            return e.problems();
        }
    }

    @Test
    void anUnknownPresetIsAProblem() {
        assertThatThrownBy(() -> TagDictionary.preset("hunan"))
                .hasMessage("Cannot use the tag dictionary: preset is 'hunan': there are guangdong and cmcc");
    }

    @Test
    void aDictionaryTravelsToExecutors() {
        TagDictionary copy = Serialized.copy(TagDictionary.preset("cmcc"));
        for (Tag tag : Tag.values()) {
            assertThat(copy.rule(tag)).isEqualTo(TagDictionary.preset("cmcc").rule(tag));
        }
        assertThat(new RecordParser(copy).parse(order().bytes())).isInstanceOf(Order.class);
    }
}
