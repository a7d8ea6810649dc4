package io.tidemark.recharge.testing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A record's fields as JSON, an order that succeeded unless changed. Immutable. */
public final class TestRecord {

    private final Map<String, String> fields;

    private TestRecord(Map<String, String> fields) {
        this.fields = fields;
    }

    /** An order of 深圳市 at 2026-01-01 08:00:00.123, 50 yuan, 17,480 ms. */
    public static TestRecord order() {
        return new TestRecord(Map.of())
                .withText("bussinessRst", "0000")
                .withText("channelCode", "6900")
                .withText("chargefee", "5000")
                .withText("cityCode", "755")
                .withText("provinceCode", "200")
                .withText("phoneno", "11112345678")
                .withText("receiveNotifyTime", "20260101080017603")
                .withText("requestId", "20260101080000123456789012345678")
                .withText("serviceName", "reChargeNotifyReq");
    }

    /** The record with a field whose value is a JSON string of this text. */
    public TestRecord withText(String name, String text) {
        return with(name, "\"" + text + "\"");
    }

    /** The record with a field whose value is this JSON; put last if it is new. */
    public TestRecord with(String name, String json) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, json);
        return new TestRecord(changed);
    }

    /** The record without a field. */
    public TestRecord without(String name) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.remove(name);
        return new TestRecord(changed);
    }

    /** The record with a field under another name. */
    public TestRecord renamed(String name, String newName) {
        String value = fields.getOrDefault(name, "null");
        return without(name).with(newName, value);
    }

    /** The record as JSON. */
    public String json() {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The record in UTF-8. */
    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }
}
