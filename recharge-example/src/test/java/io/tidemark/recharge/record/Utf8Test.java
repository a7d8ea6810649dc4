package io.tidemark.recharge.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void agreesWithTheJdkOnEverySequenceOfTwoBytes() {
        for (int sequence = 0; sequence < 1 << 16; sequence++) {
            agree(new byte[] {(byte) (sequence >> 8), (byte) sequence});
            agree(new byte[] {'a', (byte) (sequence >> 8), (byte) sequence, 'a', 'a', 'a', 'a', 'a', 'a'});
        }
    }

    @Test
    void agreesWithTheJdkOnTheSequencesOfFourBytesThatAreAlmostCharacters() {
        int[] seconds = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
        for (int first = 0x80; first < 0x100; first++) {
            for (int second : seconds) {
                for (int third : seconds) {
                    for (int fourth : seconds) {
                        agree(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
                        agree(new byte[] {(byte) first, (byte) second, (byte) third});
                    }
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnSequencesWhereverTheyStand() {
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            Arrays.fill(bytes, (byte) 'a');
            int at = random.nextInt(20);
            for (int n = random.nextInt(6); n > 0 && at < bytes.length; n--) {
                int high = random.nextInt(3) == 0 ? 0xc0 + random.nextInt(64) : 0x80 + random.nextInt(64);
                bytes[at++] = (byte) high;
            }
            agree(bytes);
        }
    }

    private static void agree(byte[] bytes) {
        if (Utf8.isValid(bytes) != jdkTakes(bytes)) {
            assertThat(Utf8.isValid(bytes)).as(HexFormat.of().formatHex(bytes)).isEqualTo(jdkTakes(bytes));
        }
    }

    private static boolean jdkTakes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
