package io.tidemark.recharge.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFileTest {

    private static final String LINES = "{\"a\":\"充值\"}\n".repeat(20_000);

    @TempDir
    private Path folder;

    @Test
    void gzipIsDecompressedWhateverItsName() throws IOException {
        byte[] compressed = gzip(LINES);
        assertThat(content(compressed)).isEqualTo(LINES);
        assertThat(content(concat(compressed, gzip(""), gzip("x"), gzip(LINES))))
                .isEqualTo(LINES + "x" + LINES);
        assertThat(content(concat(compressed, new byte[700]))).isEqualTo(LINES);
        assertThat(content(LINES.getBytes(StandardCharsets.UTF_8))).isEqualTo(LINES);
        assertThat(content(new byte[0])).isEmpty();
        assertThat(content(gzip(""))).isEmpty();
    }

    @Test
    void aHeaderMayHoldNameCommentExtraAndChecksum() throws IOException {
        byte[] plain = gzip("abc");
        byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0, 7, 7};
        assertThat(content(concat(header, Arrays.copyOfRange(plain, 10, plain.length))))
                .isEqualTo("abc");
    }

    @Test
    void gzipThatEndsEarlyIsAnErrorWhereverItEnds() throws IOException {
        byte[] compressed = concat(gzip("first\n"), gzip(LINES));
        int first = gzip("first\n").length;
        for (int end = 2; end < compressed.length; end += end < 60 ? 1 : 97) {
            if (end != first) {
                byte[] cut = Arrays.copyOf(compressed, end);
                assertThatThrownBy(() -> content(cut)).as("%d", end).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void corruptGzipAndForeignDataAfterItAreErrors() throws IOException {
        byte[] compressed = gzip(LINES);
        byte[] corrupt = compressed.clone();
        corrupt[corrupt.length - 5] ^= 1;
        assertThatThrownBy(() -> content(corrupt))
                .isInstanceOf(ZipException.class)
                .hasMessage("the gzip data is corrupt: its checksum does not match");
        for (byte[] behind : List.of(
                new byte[] {'x'}, new byte[] {0, 0, 1}, "garbage".repeat(20_000).getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> content(concat(compressed, behind)))
                    .isInstanceOf(ZipException.class)
                    .hasMessage("after a gzip member comes data that is not gzip");
        }
    }

    @Test
    void damagedGzipIsNeverTakenForAWholeFile() throws IOException {
        byte[] compressed = gzip(LINES);
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = compressed.clone();
            damaged[10 + random.nextInt(damaged.length - 10)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> content(damaged)).isInstanceOfAny(IOException.class, UnusableLogException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fffe61000a00, UTF-16",
        "feff0061000a, UTF-16",
        "fffe000061000000, UTF-32",
        "0000feff00000061, UTF-32",
        "504b030414000000, a zip archive",
        "28b52ffd00000000, zstd",
        "fd377a585a000000, xz",
        "425a683931415926, bzip2",
        "04224d1864407000, lz4",
        "5041523115041500, a Parquet file"
    })
    void otherKindsOfFilesAreRefusedByName(String hex, String kind) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> content(bytes))
                .isInstanceOf(UnusableLogException.class)
                .hasMessageStartingWith("it is " + kind + ", not UTF-8 text; ");
    }

    @Test
    void textOfOtherEncodingsAndBinaryDataAreRefused() throws IOException {
        assertThatThrownBy(() -> content(gzip(gzip(LINES))))
                .isInstanceOf(UnusableLogException.class)
                .hasMessage("its decompressed content is gzip, not UTF-8 text; decompress it once more");
        assertThatThrownBy(() -> content(LINES.getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(UnusableLogException.class)
                .hasMessageContaining("it is not UTF-8 text: of its first 8192 bytes ");
        assertThatThrownBy(() -> content("充值成功,".repeat(1_000).getBytes(Charset.forName("GBK"))))
                .isInstanceOf(UnusableLogException.class);
        byte[] random = new byte[20_000];
        new Random(1).nextBytes(random);
        random[0] = 'x';
        assertThatThrownBy(() -> content(random)).isInstanceOf(UnusableLogException.class);
    }

    @Test
    void aTextWithSomeForeignBytesIsALogWhoseRecordsAreJudgedOneByOne() throws IOException {
        byte[] gbk = "{\"serviceName\":\"makeNewOrder\",\"chargefee\":\"5000\",\"retMsg\":\"成功\"}\n"
                .repeat(200)
                .getBytes(Charset.forName("GBK"));
        try (LogFile file = LogFile.open(Files.write(folder.resolve("gbk"), gbk))) {
            assertThat(file.content().readAllBytes()).isEqualTo(gbk);
            assertThat(file.bytesRead()).isEqualTo(gbk.length);
        }
        assertThat(content("a\u0001b\u0002c\n\0\n"
                        .repeat(1)
                        .concat("plain\n".repeat(10))
                        .getBytes(StandardCharsets.UTF_8)))
                .contains("plain");
    }

    private String content(byte[] bytes) throws IOException {
        try (LogFile file = LogFile.open(Files.write(folder.resolve("log"), bytes))) {
            return new String(file.content().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
