package io.tidemark.bench.race;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.function.ObjLongConsumer;
import java.util.regex.Pattern;

/**
 * Counts like a tutorial's job: a Jackson tree for each record, and increments of named counters. It counts less than
 * the example's job: no percentiles, and nothing by channel, payer or failure code.
 */
final class TextbookCount {

    /** The plausible values of the example's configuration. */
    private static final long LARGEST_AMOUNT = 100_000_000;

    private static final int EARLIEST_YEAR = 2000;
    private static final int LATEST_YEAR = 2099;
    private static final long LONGEST_DURATION = 24 * 3_600_000L;

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CODE = Pattern.compile("[0-9]{1,6}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS").withResolverStyle(ResolverStyle.STRICT);
    private static final int TIME_DIGITS = 17;
    private static final int MINUTE_DIGITS = 12;

    private final ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Counts a record. */
    void count(String record, ObjLongConsumer<String> counters) {
        counters.accept("read", 1);
        JsonNode node;
        try {
            node = mapper.readTree(record);
        } catch (JsonProcessingException e) {
            counters.accept("rejected:malformed", 1);
            return;
        }
        String service = text(node, "serviceName");
        if (!node.isObject()) {
            counters.accept("rejected:malformed", 1);
        } else if (service.isEmpty()) {
            counters.accept("rejected:no-service", 1);
        } else if (!service.equals("reChargeNotifyReq")) {
            counters.accept("ignored", 1);
        } else {
            countOrder(node, counters);
        }
    }

    private static void countOrder(JsonNode node, ObjLongConsumer<String> counters) {
        String result = text(node, "bussinessRst");
        String amount = text(node, "chargefee");
        String request = text(node, "requestId");
        String start = request.isEmpty() ? text(node, "RequestId") : request;
        String code = text(node, "cityCode");
        if (result.isEmpty()) {
            counters.accept("rejected:bad-result", 1);
            return;
        }
        if (!AMOUNT.matcher(amount).matches() || Long.parseLong(amount) > LARGEST_AMOUNT) {
            counters.accept("rejected:bad-amount", 1);
            return;
        }
        LocalDateTime began;
        try {
            began = LocalDateTime.parse(start.substring(0, Math.min(TIME_DIGITS, start.length())), TIME);
        } catch (DateTimeException e) {
            counters.accept("rejected:bad-start", 1);
            return;
        }
        if (began.getYear() < EARLIEST_YEAR || began.getYear() > LATEST_YEAR) {
            counters.accept("rejected:bad-start", 1);
            return;
        }
        if (!CODE.matcher(code).matches()) {
            counters.accept("rejected:bad-region", 1);
            return;
        }
        String city = "city:" + code;
        String minute = "minute:" + start.substring(0, MINUTE_DIGITS);
        counters.accept(city + ":orders", 1);
        counters.accept(minute + ":orders", 1);
        if (result.equals("0000")) {
            long fen = Long.parseLong(amount);
            counters.accept(city + ":succeeded", 1);
            counters.accept(city + ":amount", fen);
            counters.accept(minute + ":succeeded", 1);
            counters.accept(minute + ":amount", fen);
            countDuration(began, text(node, "receiveNotifyTime"), counters);
        }
    }

    private static void countDuration(LocalDateTime began, String end, ObjLongConsumer<String> counters) {
        try {
            long millis =
                    Duration.between(began, LocalDateTime.parse(end, TIME)).toMillis();
            if (millis >= 0 && millis <= LONGEST_DURATION) {
                counters.accept("duration:sum", millis);
                return;
            }
        } catch (DateTimeException e) {
            // counted as unknown
        }
        counters.accept("duration:unknown", 1);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
