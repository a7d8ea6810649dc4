package io.tidemark.recharge.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.generate.GeneratedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {

    private final FieldTree fields = new FieldTree();
    private final List<String> texts = new ArrayList<>();
    private final Slot slot = new Slot((text, at, length) -> {
        texts.add(new String(text, at, length));
        return 0;
    });
    private final PlainJson plain;

    PlainJsonTest() {
        fields.add(FieldPath.parse("fee"), slot);
        plain = new PlainJson(fields);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"fee\":\"7\"}",
                "{\"fee\":7}",
                "{\"a\":\"\",\"fee\":\"7\",\"b\":-0}",
                "{ \"a\" : 10 ,\t\"fee\" : \"7\" } \r\n",
                "{\"fee\":\"1\",\"fee\":\"7\"}",
                "{\"充\":\"值\",\"fee\":\"7\"}"
            })
    void theUsualShapeIsReadWithoutAParser(String record) {
        assertThat(read(record)).isEqualTo("7");
        assertThat(read(record)).as("once more").isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                " {\"fee\":\"7\"}",
                "{\"fee\":\"7\"",
                "{\"fee\":\"7",
                "{\"fee\":7",
                "{\"fee\":\"7\"}}",
                "{\"fee\":\"7\",}",
                "{\"fee\":\"7\"\"a\":\"\"}",
                "{\"fee\" \"7\"}",
                "{fee:7}",
                "{\"fee\":\"\\u0037\"}",
                "{\"f\\u0065e\":\"7\"}",
                "{\"fee\":\"7\n\"}",
                "{\"fee\":07}",
                "{\"fee\":-}",
                "{\"fee\":7.0}",
                "{\"fee\":7e1}",
                "{\"fee\":1234567890123456789}",
                "{\"fee\":null}",
                "{\"fee\":[7]}",
                "{\"fee\":{\"a\":\"7\"}}"
            })
    void anyOtherShapeIsLeftToAParser(String record) {
        read("{\"fee\":\"7\",\"a\":\"\"}");
        assertThat(plain.read(bytes(record))).isFalse();
    }

    @Test
    void aFieldMayBeAStringInOneRecordAndAnIntegerInTheNext() {
        for (String record : List.of("{\"fee\":7}", "{\"fee\":\"7\"}", "{\"fee\":7}", "{\"fee\":\"7\"}")) {
            assertThat(read(record)).as(record).isEqualTo("7");
        }
    }

    @Test
    void aRequestedValueMayHaveAnyCharacter() {
        assertThat(read("{\"fee\":\"七元😀\"}")).isEqualTo("七元😀");
        assertThat(plain.isAscii()).isFalse();
        assertThat(read("{\"fee\":\"7\"}")).isEqualTo("7");
        assertThat(plain.isAscii()).isTrue();
    }

    @Test
    void manyDifferentNamesAreForgottenAndReadAllTheSame() {
        for (int i = 0; i < 5_000; i++) {
            String record = "{\"name" + i + "\":\"x\",\"fee\":\"" + i + "\"}";
            assertThat(read(record)).as(record).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void aRecordThatIsNotUtf8IsNotValid() {
        PlainJsonFields reader = new PlainJsonFields(fields);
        byte[] record = bytes("{\"a\":\"xx\",\"fee\":\"7\"}");
        assertThat(reader.read(record)).isTrue();
        for (int at : new int[] {2, 6, 7}) {
            byte[] spoilt = record.clone();
            spoilt[at] = (byte) 0xff;
            assertThat(reader.read(spoilt)).as("byte %s", at).isFalse();
        }
    }

    @Test
    void mostRecordsOfTheLogHaveTheUsualShape() throws IOException {
        int[] counts = new int[2];
        new GeneratedLog(7, "guangdong", 300)
                .forEachLine((bytes, length) -> counts[plain.read(Arrays.copyOf(bytes, length)) ? 1 : 0]++);
        assertThat(counts[1]).as("of %s others", counts[0]).isGreaterThan(9 * counts[0]);
    }

    private String read(String record) {
        texts.clear();
        assertThat(plain.read(bytes(record))).as(record).isTrue();
        assertThat(slot.isFilled()).isTrue();
        assertThat(slot.value()).isZero();
        return texts.get(texts.size() - 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
