package io.tidemark.recharge.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The JSON form of a {@link RechargeReport}: one object with keys in a fixed order, and one line for each city and
 * minute. Equal reports have equal bytes.
 */
public final class ReportJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mmXXX").withZone(ReportRules.ZONE);

    private ReportJson() {}

    /** Writes a report, with a line feed at its end. */
    public static String write(RechargeReport report) {
        StringBuilder text = new StringBuilder("{");
        String separator = "\n";
        for (Iterator<Map.Entry<String, JsonNode>> fields = tree(report).fields(); fields.hasNext(); ) {
            var field = fields.next();
            text.append(separator).append("  \"").append(field.getKey()).append("\": ");
            if (field.getValue() instanceof ArrayNode array && !array.isEmpty()) {
                text.append("[");
                String comma = "\n    ";
                for (JsonNode element : array) {
                    text.append(comma).append(element);
                    comma = ",\n    ";
                }
                text.append("\n  ]");
            } else {
                text.append(field.getValue());
            }
            separator = ",\n";
        }
        return text.append("\n}\n").toString();
    }

    /** The report as a tree, for use in a larger document. */
    public static ObjectNode tree(RechargeReport report) {
        ObjectNode root = NODES.objectNode();
        root.put("group", report.group());
        root.set("from", orNull(report.from(), ReportJson::minute));
        root.set("to", orNull(report.to(), ReportJson::minute));
        root.set("records", records(report.records()));
        root.set("overall", tree(report.overall()));
        root.set("cities", array(report.cities(), ReportJson::city));
        root.set("topCities", array(report.topCities(), ReportJson::topCity));
        root.set("minutes", array(report.minutes(), ReportJson::minute));
        return root;
    }

    /**
     * Parses a report.
     *
     * @throws IllegalArgumentException if the text is not a report; the message names the first error
     */
    public static RechargeReport read(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            return new RechargeReport(
                    root.required("group").asText(),
                    time(root.required("from")),
                    time(root.required("to")),
                    records(root.required("records")),
                    overall(root.required("overall")),
                    list(root.required("cities"), ReportJson::city),
                    list(root.required("topCities"), ReportJson::topCity),
                    list(root.required("minutes"), ReportJson::minuteOf));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot read the report: " + e.getMessage(), e);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("Cannot read the report: " + e.getMessage(), e);
        }
    }

    private static ObjectNode records(RechargeReport.Records records) {
        ObjectNode node = NODES.objectNode()
                .put("read", records.read())
                .put("orders", records.orders())
                .put("ignored", records.ignored())
                .put("rejected", records.rejected());
        ObjectNode byReason = node.putObject("rejectedByReason");
        records.rejectedByReason().forEach((reason, count) -> byReason.put(reason.code(), count));
        return node;
    }

    private static RechargeReport.Records records(JsonNode node) {
        Map<RejectReason, Long> byReason = new EnumMap<>(RejectReason.class);
        for (RejectReason reason : RejectReason.values()) {
            byReason.put(reason, count(node.required("rejectedByReason"), reason.code()));
        }
        return new RechargeReport.Records(
                count(node, "read"), count(node, "orders"), count(node, "ignored"), count(node, "rejected"), byReason);
    }

    /** The orders of a period or of a region as a tree. */
    public static ObjectNode tree(RechargeReport.Overall overall) {
        ObjectNode node = NODES.objectNode()
                .put("orders", overall.orders())
                .put("succeeded", overall.succeeded())
                .put("failed", overall.failed());
        node.set("successRate", decimal(overall.successRate()));
        node.put("amountFen", overall.amountFen());
        node.set("averageDurationMs", decimal(overall.averageDurationMs()));
        node.put("durationUnknown", overall.durationUnknown());
        node.set("durationMs", orNull(overall.durationMs(), quantiles -> NODES.objectNode()
                .put("p50", quantiles.p50())
                .put("p95", quantiles.p95())
                .put("p99", quantiles.p99())));
        return node;
    }

    private static RechargeReport.Overall overall(JsonNode node) {
        return new RechargeReport.Overall(
                count(node, "orders"),
                count(node, "succeeded"),
                count(node, "failed"),
                decimal(node.required("successRate")),
                count(node, "amountFen"),
                decimal(node.required("averageDurationMs")),
                count(node, "durationUnknown"),
                unlessNull(
                        node.required("durationMs"),
                        quantiles -> new RechargeReport.Percentiles(
                                count(quantiles, "p50"), count(quantiles, "p95"), count(quantiles, "p99"))));
    }

    private static ObjectNode city(RechargeReport.City city) {
        ObjectNode node = NODES.objectNode()
                .put("code", city.code())
                .put("name", city.name())
                .put("orders", city.orders())
                .put("succeeded", city.succeeded())
                .put("failed", city.failed());
        node.set("successRate", decimal(city.successRate()));
        return node.put("amountFen", city.amountFen());
    }

    private static RechargeReport.City city(JsonNode node) {
        return new RechargeReport.City(
                node.required("code").asText(),
                node.required("name").asText(),
                count(node, "orders"),
                count(node, "succeeded"),
                count(node, "failed"),
                decimal(node.required("successRate")),
                count(node, "amountFen"));
    }

    private static ObjectNode topCity(RechargeReport.TopCity city) {
        ObjectNode node = NODES.objectNode()
                .put("code", city.code())
                .put("name", city.name())
                .put("orders", city.orders());
        node.set("successRate", decimal(city.successRate()));
        return node;
    }

    private static RechargeReport.TopCity topCity(JsonNode node) {
        return new RechargeReport.TopCity(
                node.required("code").asText(),
                node.required("name").asText(),
                count(node, "orders"),
                decimal(node.required("successRate")));
    }

    private static ObjectNode minute(RechargeReport.Minute minute) {
        ObjectNode node = NODES.objectNode();
        node.set("minute", minute(minute.minute()));
        return node.put("orders", minute.orders())
                .put("succeeded", minute.succeeded())
                .put("amountFen", minute.amountFen());
    }

    private static RechargeReport.Minute minuteOf(JsonNode node) {
        return new RechargeReport.Minute(
                instant(node.required("minute")),
                count(node, "orders"),
                count(node, "succeeded"),
                count(node, "amountFen"));
    }

    /** A minute in the format of a report: {@code 2026-01-01T08:00+08:00}. */
    public static JsonNode minute(Instant instant) {
        return NODES.textNode(MINUTE.format(instant));
    }

    private static Optional<Instant> time(JsonNode node) {
        return unlessNull(node, ReportJson::instant);
    }

    private static Instant instant(JsonNode node) {
        return OffsetDateTime.parse(node.asText(), MINUTE).toInstant();
    }

    private static JsonNode decimal(Optional<BigDecimal> value) {
        return orNull(value, NODES::numberNode);
    }

    private static Optional<BigDecimal> decimal(JsonNode node) {
        return unlessNull(node, number -> {
            if (!number.isNumber()) {
                throw new IllegalArgumentException(number + " is not a number");
            }
            return number.decimalValue();
        });
    }

    private static long count(JsonNode node, String field) {
        JsonNode value = node.required(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("'" + field + "' is " + value + ", not an integer");
        }
        return value.longValue();
    }

    private static <T> JsonNode orNull(Optional<T> value, Function<T, JsonNode> write) {
        return value.map(write).orElseGet(NODES::nullNode);
    }

    private static <T> Optional<T> unlessNull(JsonNode node, Function<JsonNode, T> read) {
        return node.isNull() ? Optional.empty() : Optional.of(read.apply(node));
    }

    private static <T> ArrayNode array(List<T> elements, Function<T, ObjectNode> write) {
        ArrayNode array = NODES.arrayNode();
        elements.forEach(element -> array.add(write.apply(element)));
        return array;
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        if (!array.isArray()) {
            throw new IllegalArgumentException(array + " is not an array");
        }
        return StreamSupport.stream(array.spliterator(), false).map(read).toList();
    }
}
