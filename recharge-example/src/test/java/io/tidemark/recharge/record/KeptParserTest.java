package io.tidemark.recharge.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptParserTest {

    private final KeptParser kept = new KeptParser(new JsonFactory());

    @Test
    void oneParserReadsManyRecords() throws IOException {
        JsonParser first = kept.on(bytes("{\"a\":1}"));
        assertThat(read(first)).isEqualTo("START_OBJECT FIELD_NAME VALUE_NUMBER_INT END_OBJECT");
        assertThat(kept.isAtEnd()).isTrue();
        for (String record :
                new String[] {"{}", "{\"b\":[1,\"\",{}]} \r\n\t", "{\"b\":\"" + "x".repeat(7_900) + "\"}"}) {
            assertThat(kept.on(bytes(record))).as(record).isSameAs(first);
            read(first);
            assertThat(kept.isAtEnd()).as(record).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}}", "{}{}", "{\"a\":1} {}", "{} x}"})
    void whatFollowsTheObjectIsNotItsEnd(String record) throws IOException {
        read(kept.on(bytes(record)));
        assertThat(kept.isAtEnd()).isFalse();
    }

    @Test
    void anObjectWithinIsNotTheEnd() throws IOException {
        JsonParser parser = kept.on(bytes("{\"a\":{}}"));
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            assertThat(kept.isAtEnd()).isFalse();
        }
        assertThat(kept.isAtEnd()).isFalse();
    }

    @Test
    void aDiscardedParserIsNotUsedAgain() throws IOException {
        JsonParser first = kept.on(bytes("{\"a\":}"));
        kept.discard();
        assertThat(first.isClosed()).isTrue();
        assertThat(kept.isAtEnd()).isFalse();
        JsonParser second = kept.on(bytes("{}"));
        assertThat(second).isNotSameAs(first);
        assertThat(read(second)).isEqualTo("START_OBJECT END_OBJECT");
    }

    @Test
    void aParserIsReplacedBeforeItRemembersTooManyNames() throws IOException {
        JsonParser first = kept.on(bytes("{}"));
        read(first);
        String record = "{\"a\":\"" + "x".repeat(5_000) + "\"}";
        int records = 1;
        for (JsonParser next = first; next == first; next = kept.on(bytes(record))) {
            if (records > 1) {
                read(next);
            }
            records++;
        }
        assertThat(first.isClosed()).isTrue();
        assertThat(records).isBetween(40, 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{} ", "{}\r\n", "{]}", "{{}}"})
    void anObjectInFullMayBePlain(String record) {
        assertThat(KeptParser.isPlain(bytes(record))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "}", "{", "{ ", " {}", "\uFEFF{}", "[]", "{}x", "{}\f", "7", "{\"a\":1"})
    void whatDoesNotBeginAndEndAsAnObjectIsNotPlain(String record) {
        assertThat(KeptParser.isPlain(bytes(record))).isFalse();
    }

    @Test
    void aRecordLargerThanWhatIsReadAtOnceIsNotPlain() {
        assertThat(KeptParser.isPlain(bytes("{" + " ".repeat(7_998) + "}"))).isTrue();
        assertThat(KeptParser.isPlain(bytes("{" + " ".repeat(7_999) + "}"))).isFalse();
    }

    private static String read(JsonParser parser) throws IOException {
        StringBuilder tokens = new StringBuilder();
        int open = 0;
        do {
            JsonToken token = parser.nextToken();
            tokens.append(tokens.isEmpty() ? "" : " ").append(token);
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (open > 0);
        return tokens.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
