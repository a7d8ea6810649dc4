package io.tidemark.recharge.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages records like a disk, a network or a programming error does. */
public final class Mutation {

    private static final String[] SNIPPETS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "\\",
        "\\u",
        "\\u0030",
        "null",
        "true",
        "-",
        "+",
        "0",
        "00",
        ".",
        "e9",
        " ",
        "\n",
        "\r",
        "\t",
        "\0",
        "\uFEFF",
        "广",
        "😀",
        "\"chargefee\":\"7\",",
        "\"requestId\":null,",
        "\"RequestId\":\"20260101080000123\",",
        "\"serviceName\":\"x\",",
        "\"cityCode\":755,",
        "\"bussinessRst\":\"\",",
        "{\"a\":[",
        "]}",
        "/**/",
        "20260230",
        "\"ext\":{\"chargefee\":\"7\"},",
        "\"chargefee\":1e3,",
        "\"chargefee\":-0,",
        "\"\\u0063hargefee\":\"8\",",
        "\"channelCode\":\"<b>\",",
        "99999999"
    };

    /** A rare mutation, because its result is large: many repetitions. */
    private static final String[] REPEATED = {
        "[", "{\"a\":", "{\"chargefee\":[", "x", "9", "\\u0041", "充", "\"a\":1,", " "
    };

    private Mutation() {}

    /** One of the originals, damaged in one to three places. */
    public static byte[] of(List<byte[]> originals, Random random) {
        byte[] mutant = originals.get(random.nextInt(originals.size())).clone();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            mutant = mutate(mutant, originals, random);
        }
        return mutant;
    }

    private static byte[] mutate(byte[] record, List<byte[]> originals, Random random) {
        if (record.length == 0) {
            return snippet(random);
        }
        int at = random.nextInt(record.length);
        int until = at + random.nextInt(Math.min(40, record.length - at) + 1);
        if (random.nextInt(2_000) == 0) {
            String repeated = REPEATED[random.nextInt(REPEATED.length)].repeat(1 + random.nextInt(20_000));
            return splice(record, at, random.nextBoolean() ? at : until, repeated.getBytes(StandardCharsets.UTF_8));
        }
        return switch (random.nextInt(8)) {
            case 0 -> splice(record, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> splice(record, at, at + 1, new byte[] {(byte) (record[at] ^ 1 << random.nextInt(8))});
            case 2 -> Arrays.copyOf(record, at);
            case 3 -> splice(record, at, until, new byte[0]);
            case 4 -> splice(record, at, at, snippet(random));
            case 5 -> splice(record, at, until, snippet(random));
            case 6 -> splice(record, at, at, Arrays.copyOfRange(record, at, until));
            default -> {
                byte[] other = originals.get(random.nextInt(originals.size()));
                yield splice(
                        record, at, record.length, Arrays.copyOfRange(other, Math.min(at, other.length), other.length));
            }
        };
    }

    private static byte[] snippet(Random random) {
        return SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] splice(byte[] record, int from, int until, byte[] with) {
        byte[] spliced = new byte[record.length - (until - from) + with.length];
        System.arraycopy(record, 0, spliced, 0, from);
        System.arraycopy(with, 0, spliced, from, with.length);
        System.arraycopy(record, until, spliced, from + with.length, record.length - until);
        return spliced;
    }
}
