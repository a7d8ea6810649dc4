package io.tidemark.recharge.load;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Kinds of files that are recognised by their first bytes. */
enum FileKind {
    GZIP("1f8b", "gzip", "decompress it once more"),
    // the longer mark first, because it begins with that of UTF-16
    UTF_32_LE("fffe0000", "UTF-32", "convert it, such as with iconv -f UTF-32 -t UTF-8"),
    UTF_32_BE("0000feff", "UTF-32", "convert it, such as with iconv -f UTF-32 -t UTF-8"),
    UTF_16_LE("fffe", "UTF-16", "convert it, such as with iconv -f UTF-16 -t UTF-8"),
    UTF_16_BE("feff", "UTF-16", "convert it, such as with iconv -f UTF-16 -t UTF-8"),
    ZIP("504b0304", "a zip archive", "unpack it first"),
    ZSTD("28b52ffd", "zstd", "decompress it first"),
    XZ("fd377a585a00", "xz", "decompress it first"),
    BZIP2("425a68", "bzip2", "decompress it first"),
    LZ4("04224d18", "lz4", "decompress it first"),
    PARQUET("50415231", "a Parquet file", "export it as JSON lines or as delimited text");

    private static final int LONGEST = 6;

    /** In hexadecimal. */
    private final String magic;

    private final String text;
    private final String advice;

    FileKind(String magic, String text, String advice) {
        this.magic = magic;
        this.text = text;
        this.advice = advice;
    }

    static Optional<FileKind> of(byte[] start) {
        String hex = HexFormat.of().formatHex(start, 0, Math.min(start.length, LONGEST));
        return Arrays.stream(values())
                .filter(kind -> hex.startsWith(kind.magic))
                .findFirst();
    }

    String text() {
        return text;
    }

    String advice() {
        return advice;
    }
}
