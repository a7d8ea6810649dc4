package io.tidemark.metrics.redis.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetStoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recharge|recharge",
                "充值-1_a.b/c|充值-1_a.b/c",
                "a{b}|a%7Bb%7D",
                "a:b,c=d|a%3Ab%2Cc%3Dd",
                "100%|100%25",
                "a b|a%20b",
                "💰|💰"
            })
    void reservedCharactersAreWrittenAsInAUrlAndOthersAsTheyAre(String text, String escaped) {
        assertThat(Escaping.escape(text)).isEqualTo(escaped);
        assertThat(Escaping.unescape(escaped)).isEqualTo(text);
    }

    @Test
    void anyTextComesBackAndNoTwoBecomeOne() {
        Random random = new Random(5);
        List<String> alphabet = List.of(
                "%", "{", "}", ":", ",", "=", " ", "\n", "\0", "\u007f", "2", "5", "D", "充", "💰", "\uD83D", "\uDCB0");
        Set<String> texts = new HashSet<>();
        Set<List<Byte>> escaped = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append(alphabet.get(random.nextInt(alphabet.size())));
            }
            String written = Escaping.escape(text.toString());
            assertThat(Escaping.unescape(written)).isEqualTo(text.toString());
            assertThat(written).doesNotContain("{", "}", ":", ",", "=", " ");
            texts.add(text.toString());
            escaped.add(bytes(written));
        }
        assertThat(escaped).hasSameSizeAs(texts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "a%G0", "%E4%BD", "%E4xx%BD%A0"})
    void whatNoEscapingMadeIsRefused(String text) {
        assertThatThrownBy(() -> Escaping.unescape(text))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void tagsAreSortedAndToldApart() {
        assertThat(Tags.encode(tags())).isEqualTo("-");
        assertThat(Tags.encode(tags("service", "top-up", "city", "755"))).isEqualTo("city=755,service=top-up");
        assertThat(Tags.encode(tags("a", "1,b=2"))).isEqualTo("a=1%2Cb%3D2");
        for (SortedMap<String, String> tags : List.of(
                tags(), tags("-", "-"), tags("a", ""), tags("a", "1", "b", "2"), tags("a", "1,b=2"), tags(" ", "\n"))) {
            assertThat(Tags.decode(Tags.encode(tags))).isEqualTo(tags);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=1", "a=1,", "a=1,b"})
    void fieldsThatAreNoTagsAreRefused(String field) {
        assertThatThrownBy(() -> Tags.decode(field)).isInstanceOf(OffsetStoreException.class);
    }

    private static SortedMap<String, String> tags(String... namesAndValues) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            tags.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return tags;
    }

    private static List<Byte> bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, utf8.length).mapToObj(i -> utf8[i]).toList();
    }
}
