package io.tidemark.recharge.hostile;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.testing.AwkwardRecord;
import io.tidemark.recharge.testing.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Hostile records: in turn a mutant, made with knowledge of the parser, and a record that is made from the record
 * format alone, whose values a producer may write: any start of three centuries, any amount, new channels, payers and
 * failure codes.
 */
final class HostileRecords {

    private static final int LONGEST_ORIGINAL = 2_000;
    private static final List<String> SERVICES =
            List.of("reChargeNotifyReq", "reChargeNotifyReq", "reChargeNotifyReq", "makeNewOrder", "", "x");
    private static final List<String> FIELDS = List.of(
            "bussinessRst",
            "chargefee",
            "requestId",
            "RequestId",
            "receiveNotifyTime",
            "cityCode",
            "provinceCode",
            "channelCode",
            "gateway_id",
            "Gateway_id",
            "orderId",
            "retMsg");
    private static final int[] CITIES = {755, 20, 200, 769, 660, 10, 999};

    private final Random random;
    private final List<byte[]> originals = new ArrayList<>();
    private long made;

    HostileRecords(long seed) throws IOException {
        random = new Random(seed);
        new GeneratedLog(seed, "guangdong", 300)
                .forEachLine((bytes, length) -> originals.add(Arrays.copyOf(bytes, length)));
        AwkwardRecord.all().stream()
                .map(AwkwardRecord::bytes)
                .filter(record -> record.length < LONGEST_ORIGINAL)
                .forEach(originals::add);
    }

    byte[] next() {
        return made++ % 2 == 0 ? Mutation.of(originals, random) : fromFormat();
    }

    private byte[] fromFormat() {
        StringBuilder json = new StringBuilder("{\"serviceName\":\"")
                .append(SERVICES.get(random.nextInt(SERVICES.size())))
                .append('"');
        for (String field : FIELDS) {
            if (random.nextInt(30) != 0) {
                json.append(",\"").append(field).append("\":").append(value(field));
            }
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String value(String field) {
        if (random.nextInt(25) == 0) {
            return odd();
        }
        return switch (field) {
            case "bussinessRst" -> quoted(random.nextInt(3) > 0 ? "0000" : code());
            case "chargefee" -> quoted(digits(1 + random.nextInt(random.nextInt(4) == 0 ? 19 : 9)));
            case "requestId", "RequestId" -> quoted(time() + digits(15));
            case "receiveNotifyTime" -> quoted(time());
            case "cityCode", "provinceCode" -> quoted(String.valueOf(CITIES[random.nextInt(CITIES.length)]));
            case "channelCode", "gateway_id", "Gateway_id" -> quoted(code());
            default -> quoted(digits(18));
        };
    }

    private String odd() {
        return switch (random.nextInt(7)) {
            case 0 -> "null";
            case 1 -> "[]";
            case 2 -> "{\"chargefee\":\"1\"}";
            case 3 -> String.valueOf(random.nextLong());
            case 4 -> "\"\"";
            case 5 -> quoted("充值" + code());
            default -> quoted("x".repeat(random.nextInt(200)));
        };
    }

    /** Hardly ever the same twice. */
    private String code() {
        return Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX);
    }

    private String time() {
        return String.format(
                Locale.ROOT,
                "%04d%02d%02d%02d%02d%02d%03d",
                1900 + random.nextInt(300),
                1 + random.nextInt(12),
                1 + random.nextInt(29),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000));
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
