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
        assertThat(guangdong.fields(Tag.REGION)).containsExactly("cityCode");
        assertThat(guangdong.fields(Tag.START)).containsExactly("requestId", "RequestId");
        assertThat(guangdong.orderService()).isEqualTo("reChargeNotifyReq");
        assertThat(guangdong.successResult()).isEqualTo("0000");
        assertThat(guangdong.regions().name()).isEqualTo("guangdong");
        TagDictionary cmcc = TagDictionary.preset("cmcc");
        assertThat(cmcc.fields(Tag.REGION)).containsExactly("provinceCode", "provincecode");
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
                                        .isEqualTo("sucess-result is no setting; there are order-service, regions, "
                                                + "success-result, tags"),
                                problem -> assertThat(problem)
                                        .startsWith("regions is 'hunan': there are guangdong and cmcc, or a file"),
                                problem -> assertThat(problem).isEqualTo("order-service is a list, not a text"),
                                problem -> assertThat(problem).isEqualTo("success-result is missing"),
                                problem -> assertThat(problem)
                                        .isEqualTo("tags.result is a group of settings, not a name or list of names"),
                                problem -> assertThat(problem).isEqualTo("tags.start is missing"),
                                problem -> assertThat(problem).isEqualTo("tags.end is missing"),
                                problem -> assertThat(problem).isEqualTo("tags.region is missing"),
                                problem -> assertThat(problem)
                                        .isEqualTo(
                                                "tags.tme is no setting; there are amount, end, region, result, service, "
                                                        + "start")));
    }

    @Test
    void emptyNamesAndNamesThatStandTwiceAreProblems() {
        assertThatThrownBy(() -> TagDictionary.of(ConfigFactory.parseString(
                                "order-service = \"\", tags { amount = [], end = [requestId], service = [\"\"] }")
                        .withFallback(TagDictionary.presetConfig("guangdong"))))
                .hasMessage(
                        "Cannot use the tag dictionary: tags.service holds an empty field name; tags.amount names no "
                                + "field; tags.end holds 'requestId', which stands in the dictionary already; order-service is empty");
    }

    @Test
    void anUnknownPresetIsAProblem() {
        assertThatThrownBy(() -> TagDictionary.preset("hunan"))
                .hasMessage("Cannot use the tag dictionary: preset is 'hunan': there are guangdong and cmcc");
    }

    @Test
    void aDictionaryTravelsToExecutors() {
        TagDictionary copy = Serialized.copy(TagDictionary.preset("cmcc"));
        assertThat(copy.fields()).isEqualTo(TagDictionary.preset("cmcc").fields());
        assertThat(new RecordParser(copy).parse(order().bytes())).isInstanceOf(Order.class);
    }
}
