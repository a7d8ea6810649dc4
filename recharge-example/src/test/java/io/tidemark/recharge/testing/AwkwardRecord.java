package io.tidemark.recharge.testing;

import static io.tidemark.recharge.testing.TestRecord.order;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A record that is easy to parse wrongly, and its correct kind. */
public final class AwkwardRecord {

    private static final String ORDER = "order";
    private static final String IGNORED = "ignored";
    private static final String MALFORMED = "malformed";
    private static final String NO_SERVICE = "no-service";
    private static final String BAD_RESULT = "bad-result";
    private static final String BAD_AMOUNT = "bad-amount";
    private static final String BAD_START = "bad-start";
    private static final String BAD_REGION = "bad-region";

    private final String name;
    private final byte[] bytes;
    private final String verdict;

    private AwkwardRecord(String name, byte[] bytes, String verdict) {
        this.name = name;
        this.bytes = bytes;
        this.verdict = verdict;
    }

    /** What is unusual about it. */
    public String name() {
        return name;
    }

    /** The record. */
    public byte[] bytes() {
        return bytes;
    }

    /** Its kind: {@code order}, {@code ignored} or the code of a reject reason. */
    public String verdict() {
        return verdict;
    }

    /** All of these records. */
    public static List<AwkwardRecord> all() {
        List<AwkwardRecord> records = new ArrayList<>();
        addForms(records);
        addFields(records);
        addMalformed(records);
        addEncodings(records);
        addServices(records);
        addResults(records);
        addAmounts(records);
        addStarts(records);
        addStartsOfTwoNames(records);
        addEnds(records);
        addRegions(records);
        addFirstReasonCounts(records);
        return records;
    }

    private static void addForms(List<AwkwardRecord> to) {
        String json = order().json();
        add(to, "plain", json, ORDER);
        add(to, "spaces everywhere", " \t{ \"x\" : 1 ,\r\n " + json.substring(1) + " \r\n\t ", ORDER);
        add(to, "carriage return behind", json + "\r", ORDER);
        add(to, "byte order mark in front", "\uFEFF" + json, ORDER);
        add(to, "two byte order marks", "\uFEFF\uFEFF" + json, MALFORMED);
        add(to, "key with an escape", json.replace("chargefee", "\\u0063hargefee"), ORDER);
        add(to, "key of escapes", json.replace("serviceName", escaped("serviceName")), ORDER);
        add(to, "service of escapes", json.replace("reChargeNotifyReq", escaped("reChargeNotifyReq")), ORDER);
        add(
                to,
                "amount of escapes",
                order().withText("chargefee", escaped("5000")).json(),
                ORDER);
        add(
                to,
                "start of escapes",
                order().withText("requestId", escaped("20260101080000123")).json(),
                ORDER);
        add(
                to,
                "region of escapes",
                order().withText("cityCode", escaped("755")).json(),
                ORDER);
        add(to, "escaped key that is another", json.replace("chargefee", "\\u0043hargefee"), BAD_AMOUNT);
        add(to, "Chinese and an emoji", order().withText("retMsg", "充值成功 😀").json(), ORDER);
        add(to, "escaped lone surrogate", order().withText("retMsg", "\\ud800").json(), ORDER);
        add(to, "escaped zero character", order().withText("retMsg", "\\u0000").json(), ORDER);
        add(to, "delete character", order().withText("retMsg", "\u007f").json(), ORDER);
        add(
                to,
                "all short escapes",
                order().withText("retMsg", "\\\"\\\\\\/\\b\\f\\n\\r\\t").json(),
                ORDER);
        add(
                to,
                "nested 5,000 deep",
                order().with("ext", "[".repeat(5_000) + "]".repeat(5_000)).json(),
                ORDER);
        add(
                to,
                "nested 5,000 objects deep",
                order().with("ext", "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000))
                        .json(),
                ORDER);
        add(
                to,
                "nested deep and not closed",
                order().with("ext", "[".repeat(50_000)).json(),
                MALFORMED);
        add(to, "closed otherwise than opened", order().with("ext", "[[{}}]").json(), MALFORMED);
        add(
                to,
                "text of 300,000 characters",
                order().withText("retMsg", "x".repeat(300_000)).json(),
                ORDER);
        add(
                to,
                "name of 100,000 characters",
                order().withText("x".repeat(100_000), "").json(),
                ORDER);
    }

    private static void addFields(List<AwkwardRecord> to) {
        String json = order().json();
        add(to, "nested object with the same names", order().with("ext", json).json(), ORDER);
        add(to, "nested array in front", "{\"a\":[1,[2,{\"serviceName\":\"x\"}]]," + json.substring(1), ORDER);
        add(
                to,
                "nested bad amount",
                order().with("ext", "{\"chargefee\":\"-1\"}").json(),
                ORDER);
        add(
                to,
                "nested amount alone",
                order().without("chargefee")
                        .with("ext", "{\"chargefee\":\"1\"}")
                        .json(),
                BAD_AMOUNT);
        add(to, "empty name", order().withText("", "").json(), ORDER);
        add(to, "many other fields", json.replace("{", "{" + manyFields(3_000)), ORDER);
        add(
                to,
                "numbers of all forms",
                order().with("a", "-0")
                        .with("b", "1.50")
                        .with("c", "1E400")
                        .with("d", "-1.5e-7")
                        .json(),
                ORDER);
        add(to, "last of two fields of a name counts", json.replace("}", ",\"chargefee\":\"x\"}"), BAD_AMOUNT);
        add(to, "first of two fields of a name does not", "{\"chargefee\":\"x\"," + json.substring(1), ORDER);
        add(to, "last of two services counts", json.replace("}", ",\"serviceName\":\"makeNewOrder\"}"), IGNORED);
        add(to, "last of two fields is null", json.replace("}", ",\"chargefee\":null}"), BAD_AMOUNT);
        add(
                to,
                "names in other case are other names",
                order().renamed("chargefee", "chargeFee").json(),
                BAD_AMOUNT);
        add(to, "name with a space", order().renamed("chargefee", "chargefee ").json(), BAD_AMOUNT);
    }

    private static void addMalformed(List<AwkwardRecord> to) {
        String json = order().json();
        add(to, "empty", "", MALFORMED);
        add(to, "blank", " \t\r", MALFORMED);
        add(to, "byte order mark alone", "\uFEFF", MALFORMED);
        add(to, "two objects", json + json, MALFORMED);
        add(to, "two objects on two lines", json + "\n" + json, MALFORMED);
        add(to, "object and garbage", json + "x", MALFORMED);
        add(to, "object and comma", json + ",", MALFORMED);
        add(to, "object and brace", json + "}", MALFORMED);
        add(to, "object and number", json + " 1", MALFORMED);
        add(to, "object and zero byte", json + "\0", MALFORMED);
        add(to, "garbage and object", "x" + json, MALFORMED);
        add(to, "array", "[" + json + "]", MALFORMED);
        add(to, "empty array", "[]", MALFORMED);
        add(to, "null", "null", MALFORMED);
        add(to, "number", "12", MALFORMED);
        add(to, "text", "\"x\"", MALFORMED);
        add(to, "plain text", "WARN something happened", MALFORMED);
        add(to, "no quotes", json.replace("\"", ""), MALFORMED);
        add(to, "single quotes", json.replace("\"", "'"), MALFORMED);
        add(to, "comma behind the last field", json.replace("}", ",}"), MALFORMED);
        add(to, "comma in front", json.replace("{", "{,"), MALFORMED);
        add(to, "missing comma", json.replaceFirst(",", " "), MALFORMED);
        add(to, "missing colon", json.replaceFirst(":", " "), MALFORMED);
        add(to, "comment", json.replace("{", "{/* */"), MALFORMED);
        add(to, "cut", json.substring(0, json.length() - 1), MALFORMED);
        add(to, "cut within a value", json.substring(0, json.length() - 2), MALFORMED);
        add(to, "one brace", "{", MALFORMED);
        add(to, "line feed within a value", order().withText("retMsg", "a\nb").json(), MALFORMED);
        add(to, "tab within a value", order().withText("retMsg", "a\tb").json(), MALFORMED);
        add(to, "zero byte within a value", order().withText("retMsg", "a\0b").json(), MALFORMED);
        add(to, "unknown escape", order().withText("retMsg", "\\x").json(), MALFORMED);
        add(to, "escaped single quote", order().withText("retMsg", "\\'").json(), MALFORMED);
        add(to, "escape cut short", order().withText("retMsg", "\\u12").json(), MALFORMED);
        add(
                to,
                "escape that is no number",
                order().withText("retMsg", "\\u12G4").json(),
                MALFORMED);
        for (String number : List.of("05000", "+5000", "5.", ".5", "-", "5e", "5e+", "0x10", "--5", "5,000")) {
            add(to, "number " + number, order().with("chargefee", number).json(), MALFORMED);
        }
        for (String word : List.of("NaN", "-Infinity", "TRUE", "truest", "nul", "undefined", "x", "")) {
            add(to, "word '" + word + "'", order().with("x", word).json(), MALFORMED);
        }
        add(to, "malformed and of another service", "{\"serviceName\":\"payNotifyReq\"", MALFORMED);
    }

    private static void addEncodings(List<AwkwardRecord> to) {
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "GBK")) {
            byte[] bytes = order().withText("retMsg", "成功").json().getBytes(Charset.forName(name));
            to.add(new AwkwardRecord(name, bytes, MALFORMED));
        }
        addInvalidUtf8(to, "single continuation byte", 0x80);
        addInvalidUtf8(to, "overlong slash", 0xc0, 0xaf);
        addInvalidUtf8(to, "overlong zero", 0xc0, 0x80);
        addInvalidUtf8(to, "overlong of three", 0xe0, 0x80, 0xaf);
        addInvalidUtf8(to, "overlong of four", 0xf0, 0x80, 0x80, 0xaf);
        addInvalidUtf8(to, "surrogates", 0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80);
        addInvalidUtf8(to, "beyond the last character", 0xf4, 0x90, 0x80, 0x80);
        addInvalidUtf8(to, "five bytes", 0xf8, 0x88, 0x80, 0x80, 0x80);
        addInvalidUtf8(to, "cut character", 0xe6, 0x88);
        addInvalidUtf8(to, "byte that never occurs", 0xff);
    }

    private static void addServices(List<AwkwardRecord> to) {
        add(to, "empty object", "{}", NO_SERVICE);
        add(to, "no service", order().without("serviceName").json(), NO_SERVICE);
        add(to, "empty service", order().withText("serviceName", "").json(), NO_SERVICE);
        for (String bad :
                List.of("null", "true", "[\"reChargeNotifyReq\"]", "{\"serviceName\":\"reChargeNotifyReq\"}")) {
            add(to, "service as JSON " + bad, order().with("serviceName", bad).json(), NO_SERVICE);
        }
        for (String other : List.of(" ", "rechargenotifyreq", "reChargeNotifyReq ", "reChargeNotifyReq2", "充值")) {
            add(
                    to,
                    "service '" + other + "'",
                    order().withText("serviceName", other).json(),
                    IGNORED);
        }
        add(to, "service is a number", order().with("serviceName", "17").json(), IGNORED);
        add(to, "nothing but another service", "{\"serviceName\":\"makeNewOrder\"}", IGNORED);
        add(
                to,
                "another service with everything wrong",
                order().withText("serviceName", "refundReq")
                        .withText("chargefee", "x")
                        .without("requestId")
                        .json(),
                IGNORED);
    }

    private static void addResults(List<AwkwardRecord> to) {
        add(to, "no result", order().without("bussinessRst").json(), BAD_RESULT);
        add(to, "empty result", order().withText("bussinessRst", "").json(), BAD_RESULT);
        for (String bad : List.of("null", "false", "[]", "{}")) {
            add(to, "result as JSON " + bad, order().with("bussinessRst", bad).json(), BAD_RESULT);
        }
        add(to, "result is a number", order().with("bussinessRst", "0").json(), ORDER);
        add(to, "result is blank", order().withText("bussinessRst", " ").json(), ORDER);
        add(to, "result is a word", order().withText("bussinessRst", "失败").json(), ORDER);
        add(
                to,
                "result spelt right",
                order().renamed("bussinessRst", "businessRst").json(),
                BAD_RESULT);
    }

    private static void addAmounts(List<AwkwardRecord> to) {
        for (String good :
                List.of("0", "1", "000", "0005000", "100000000", "000000000000000001", "000000000100000000")) {
            add(to, "amount " + good, order().withText("chargefee", good).json(), ORDER);
        }
        for (String good : List.of("0", "5000", "100000000")) {
            add(to, "amount as number " + good, order().with("chargefee", good).json(), ORDER);
        }
        for (String bad : List.of(
                "",
                " ",
                "-1",
                "-0",
                "+5",
                " 5",
                "5 ",
                "5.0",
                "5.",
                "1e3",
                "0x5",
                "5,000",
                "五",
                "５",
                "٥",
                "abc",
                "null",
                "5\\u0000",
                "100000001",
                "000000000100000001",
                "123456789012345678",
                "999999999999999999",
                "1234567890123456789",
                "0000000000000000005",
                "9".repeat(5_000))) {
            add(to, "amount '" + bad + "'", order().withText("chargefee", bad).json(), BAD_AMOUNT);
        }
        for (String bad : List.of(
                "-1",
                "-0",
                "5.0",
                "5e0",
                "50E2",
                "100000001",
                "999999999999999999",
                "1234567890123456789",
                "null",
                "true",
                "[5000]",
                "{\"chargefee\":\"5000\"}",
                "9".repeat(900))) {
            add(to, "amount as JSON " + bad, order().with("chargefee", bad).json(), BAD_AMOUNT);
        }
        add(to, "no amount", order().without("chargefee").json(), BAD_AMOUNT);
        add(
                to,
                "no amount in a failed order",
                order().without("chargefee").withText("bussinessRst", "2998").json(),
                BAD_AMOUNT);
    }

    private static void addStarts(List<AwkwardRecord> to) {
        String tail = "456789012345678";
        for (String good : List.of(
                "20240229080000123",
                "20000229000000000",
                "20261231235959999",
                "20000101000000000",
                "20991231235959999",
                "20260131000000000",
                "20260430235959999")) {
            add(to, "start " + good, order().withText("requestId", good + tail).json(), ORDER);
        }
        for (String bad : List.of(
                "19991231235959999",
                "21000101000000000",
                "19700101000000000",
                "19860504023000000",
                "00000101000000000",
                "99991231235959999",
                "20260230080000123",
                "20250229080000123",
                "19000229000000000",
                "20260431080000123",
                "20260001080000123",
                "20261301080000123",
                "20260100080000123",
                "20260132080000123",
                "20260101240000000",
                "20260101250000000",
                "20260101086000000",
                "20260101080060000",
                "2026010108000 123",
                "-0260101080000123",
                "+0260101080000123",
                "2026-01-01T08:00:",
                "2026010108000012x",
                "２0260101080000123",
                "00000000000000000")) {
            add(to, "start " + bad, order().withText("requestId", bad + tail).json(), BAD_START);
        }
        for (String good : List.of(
                "20260101080000123",
                "2026010108000012345678901234567",
                "20260101080000123abcdefghijklmno",
                "20260101080000123广东",
                "20260101080000123 ")) {
            add(
                    to,
                    "start of '" + good + "'",
                    order().withText("requestId", good).json(),
                    ORDER);
        }
        for (String bad : List.of("", "2026010108000012", "20260101080000", " 20260101080000123456789012345678")) {
            add(to, "start of '" + bad + "'", order().withText("requestId", bad).json(), BAD_START);
        }
        add(
                to,
                "start is a number",
                order().with("requestId", "20260101080000123456789012345678").json(),
                ORDER);
        add(
                to,
                "start is a number with a point",
                order().with("requestId", "20260101080000123.5").json(),
                ORDER);
        for (String bad : List.of("2026010108", "-20260101080000123", "null", "true", "{}")) {
            add(to, "start as JSON " + bad, order().with("requestId", bad).json(), BAD_START);
        }
        add(to, "no start", order().without("requestId").json(), BAD_START);
    }

    private static void addStartsOfTwoNames(List<AwkwardRecord> to) {
        TestRecord otherName = order().renamed("requestId", "RequestId");
        add(to, "start under its other name", otherName.json(), ORDER);
        add(
                to,
                "first name counts, though it is bad",
                "{\"requestId\":\"x\"," + otherName.json().substring(1),
                BAD_START);
        add(
                to,
                "first name counts, though it comes last",
                otherName.withText("requestId", "x").json(),
                BAD_START);
        add(
                to,
                "first name counts, though the second is bad",
                order().withText("RequestId", "x").json(),
                ORDER);
        add(
                to,
                "first name is null, second counts",
                otherName.with("requestId", "null").json(),
                ORDER);
        add(
                to,
                "first name is an object, second counts",
                otherName.with("requestId", "{}").json(),
                ORDER);
        add(
                to,
                "first name is empty, second counts",
                otherName.withText("requestId", "").json(),
                ORDER);
        add(
                to,
                "both names are empty",
                otherName.withText("requestId", "").withText("RequestId", "").json(),
                BAD_START);
    }

    private static void addEnds(List<AwkwardRecord> to) {
        for (String end : List.of(
                "",
                " ",
                "x",
                "20260101080000122",
                "20260101080000123",
                "20260101080000124",
                "20251231235959999",
                "20260230000000000",
                "2026010108001",
                "202601010800176030",
                "20260101080017603456789012345678",
                "99991231235959999",
                "00010101000000000")) {
            TestRecord ended = order().withText("receiveNotifyTime", end);
            add(to, "end '" + end + "'", ended.json(), ORDER);
            add(
                    to,
                    "end '" + end + "' of a failed order",
                    ended.withText("bussinessRst", "2998").json(),
                    ORDER);
        }
        for (String end : List.of("null", "true", "20260101080017603", "2026010108001760.3", "[]", "{}")) {
            add(to, "end as JSON " + end, order().with("receiveNotifyTime", end).json(), ORDER);
        }
        add(to, "no end", order().without("receiveNotifyTime").json(), ORDER);
        add(
                to,
                "night that lasts an hour longer",
                order().withText("requestId", "19910914233000000456789012345678")
                        .withText("receiveNotifyTime", "19910915023000000")
                        .json(),
                BAD_START);
    }

    private static void addRegions(List<AwkwardRecord> to) {
        for (String good : List.of("200", "766", "0", "1", "0755", "755000", "999999", "000755", "55", "86")) {
            add(to, "region " + good, inRegion("\"" + good + "\"").json(), ORDER);
        }
        for (String bad : List.of(
                "", " ", "75A", "7550000", "-755", "+755", " 755", "755 ", "7 5", "深圳", "７５５", "7.5", "other")) {
            add(to, "region '" + bad + "'", inRegion("\"" + bad + "\"").json(), BAD_REGION);
        }
        for (String bad : List.of("null", "true", "[755]", "{}", "-0", "755.0", "7e2", "7550000")) {
            add(to, "region as JSON " + bad, inRegion(bad).json(), BAD_REGION);
        }
        add(to, "region is a number", inRegion("755").json(), ORDER);
        add(to, "no region", order().without("cityCode").without("provinceCode").json(), BAD_REGION);
    }

    private static void addFirstReasonCounts(List<AwkwardRecord> to) {
        TestRecord nothing = order().without("serviceName")
                .without("bussinessRst")
                .without("chargefee")
                .without("requestId")
                .without("cityCode")
                .without("provinceCode");
        add(to, "everything bad", nothing.json() + "x", MALFORMED);
        add(to, "everything from the service on bad", nothing.json(), NO_SERVICE);
        TestRecord service = nothing.withText("serviceName", "reChargeNotifyReq");
        add(to, "everything from the result on bad", service.json(), BAD_RESULT);
        TestRecord result = service.withText("bussinessRst", "1");
        add(to, "everything from the amount on bad", result.json(), BAD_AMOUNT);
        TestRecord amount = result.withText("chargefee", "1");
        add(to, "everything from the start on bad", amount.json(), BAD_START);
        add(
                to,
                "region alone bad",
                amount.withText("requestId", "20260101080000123").json(),
                BAD_REGION);
    }

    private static TestRecord inRegion(String json) {
        return order().with("cityCode", json).with("provinceCode", json);
    }

    private static void add(List<AwkwardRecord> to, String name, String json, String verdict) {
        to.add(new AwkwardRecord(name, json.getBytes(StandardCharsets.UTF_8), verdict));
    }

    private static void addInvalidUtf8(List<AwkwardRecord> to, String name, int... bytes) {
        String[] around = order().withText("retMsg", "@").json().split("@", -1);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(around[0].getBytes(StandardCharsets.UTF_8));
        for (int octet : bytes) {
            record.write(octet);
        }
        record.writeBytes(around[1].getBytes(StandardCharsets.UTF_8));
        to.add(new AwkwardRecord(name, record.toByteArray(), MALFORMED));
    }

    private static String escaped(String text) {
        StringBuilder escapes = new StringBuilder();
        text.chars().forEach(character -> escapes.append(String.format("\\u%04X", character)));
        return escapes.toString();
    }

    private static String manyFields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("\"field").append(i).append("\":\"x\",");
        }
        return fields.toString();
    }

    @Override
    public String toString() {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }
}
