package io.tidemark.offset.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

    private static final PercentEncoding WITHOUT_COMMAS = PercentEncoding.allowing(point -> point != ',');

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"recharge|recharge", "a,b|a%2Cb", "100%|100%25", "充值,💰|充值%2C💰", "%2C|%252C", "''|''"})
    void onlyPercentSignsAndForbiddenCharactersAreEscaped(String text, String encoded) {
        assertThat(WITHOUT_COMMAS.encode(text)).isEqualTo(encoded);
        assertThat(PercentEncoding.decode(encoded)).isEqualTo(text);
    }

    @Test
    void aPartOfAUrlHoldsOnlyUnreservedCharacters() {
        assertThat(PercentEncoding.URL.encode("a b+充/ü-._~Z9")).isEqualTo("a%20b%2B%E5%85%85%2F%C3%BC-._~Z9");
    }

    @Test
    void everyCharacterIsDecodedAgain() {
        for (PercentEncoding encoding : List.of(
                WITHOUT_COMMAS, PercentEncoding.URL, PercentEncoding.allowing(point -> point > ' ' && point < 0x7F))) {
            IntStream.rangeClosed(0, Character.MAX_CODE_POINT).forEach(point -> {
                String text = Character.toString(point) + "a";
                if (!PercentEncoding.decode(encoding.encode(text)).equals(text)) {
                    throw new AssertionError("U+" + Integer.toHexString(point) + " became " + encoding.encode(text));
                }
            });
        }
    }

    @Test
    void differentTextsHaveDifferentEncodings() {
        Random random = new Random(5);
        String[] alphabet = {"%", ",", "2", "5", "C", "充", "\uD83D", "\uDCB0", "\0"};
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append(alphabet[random.nextInt(alphabet.length)]);
            }
            String encoded = WITHOUT_COMMAS.encode(text.toString());
            assertThat(texts.merge(encoded, text.toString(), (one, other) -> one))
                    .isEqualTo(text.toString());
            assertThat(PercentEncoding.decode(encoded)).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%", "a%2", "a%2x", "%F0%9F", "%ff%ff", "%F0a", "%E4xx%BD%A0", "%80"})
    void aPercentSignWithoutACharacterIsRefused(String encoded) {
        assertThatThrownBy(() -> PercentEncoding.decode(encoded))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot decode '" + encoded + "': each % must be followed by");
    }
}
