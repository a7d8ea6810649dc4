package io.tidemark.recharge.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordLinesTest {

    static List<Arguments> logs() {
        return List.of(
                Arguments.of("", List.of()),
                Arguments.of("\n", List.of()),
                Arguments.of("\r\n \t \n\r\r\n", List.of()),
                Arguments.of("a", List.of("a")),
                Arguments.of("a\n", List.of("a")),
                Arguments.of("a\n\n", List.of("a")),
                Arguments.of("a\nb", List.of("a", "b")),
                Arguments.of("a\r\nb\r\n", List.of("a", "b")),
                Arguments.of("a\r", List.of("a")),
                Arguments.of("a\rb\n", List.of("a\rb")),
                Arguments.of("a\r\r\n", List.of("a\r")),
                Arguments.of("\n\n a \n\n", List.of(" a ")),
                Arguments.of("\uFEFFa\n\uFEFFb", List.of("a", "\uFEFFb")),
                Arguments.of("\uFEFF", List.of()),
                Arguments.of("\uFEFF\n", List.of()),
                Arguments.of("广\n东", List.of("广", "东")),
                Arguments.of("\0\n", List.of("\0")));
    }

    @ParameterizedTest
    @MethodSource("logs")
    void everyLineThatIsNotBlankIsARecord(String log, List<String> records) throws IOException {
        assertThat(records(log, 1 << 16)).isEqualTo(records);
        assertThat(records(log, 1)).isEqualTo(records);
        assertThat(records(log, 2)).isEqualTo(records);
    }

    @Test
    void linesOfAllLengthsComeWholeHoweverTheyAreRead() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.add("x".repeat(1 + random.nextInt(i % 50 == 0 ? 700_000 : 2_000)));
        }
        assertThat(records(String.join("\n", lines), 10_000)).isEqualTo(lines);
        assertThat(records(String.join("\r\n", lines) + "\r\n", 77_777)).isEqualTo(lines);
    }

    @Test
    void aLineThatIsTooLongIsSkippedAndReported() throws IOException {
        for (int most : new int[] {1, 7, 1 << 16}) {
            List<LongLine> tooLong = new ArrayList<>();
            String longLine = "x".repeat(600_000);
            String log = "12345\n\n123456\r\n" + longLine + "\n12345\r\n" + longLine + "\r\n" + "a\n123456";
            assertThat(records(log, most, 5, tooLong)).containsExactly("12345", "12345", "a");
            assertThat(tooLong)
                    .containsExactly(
                            new LongLine(3, 6), new LongLine(4, 600_000), new LongLine(6, 600_000), new LongLine(8, 6));
        }
    }

    @Test
    void aLongLineAtTheEndOfTheLogIsReportedOnce() throws IOException {
        for (String end : List.of("", "\r", "\n", "\r\n")) {
            List<LongLine> tooLong = new ArrayList<>();
            assertThat(records("a\n" + "x".repeat(300_000) + end, 4_096, 5, tooLong))
                    .containsExactly("a");
            assertThat(tooLong).containsExactly(new LongLine(2, 300_000));
        }
    }

    private static List<String> records(String log, int most) throws IOException {
        List<LongLine> tooLong = new ArrayList<>();
        List<String> records = records(log, most, 1 << 20, tooLong);
        assertThat(tooLong).isEmpty();
        return records;
    }

    private static List<String> records(String log, int most, int longest, List<LongLine> tooLong) throws IOException {
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        RecordLines lines = new RecordLines(
                new FilterInputStream(new ByteArrayInputStream(bytes)) {
                    @Override
                    public int read(byte[] into, int at, int length) throws IOException {
                        return super.read(into, at, Math.min(length, most));
                    }
                },
                longest,
                tooLong::add);
        List<String> records = new ArrayList<>();
        for (Optional<byte[]> next = lines.next(); next.isPresent(); next = lines.next()) {
            records.add(new String(next.get(), StandardCharsets.UTF_8));
        }
        return records;
    }
}
