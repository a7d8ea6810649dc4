package io.tidemark.bench.candidate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Parses records with Jackson's streaming parser, like an efficient job without a parser of its own: each byte once,
 * without a tree, and with a string only for the fields that count. Not thread-safe.
 */
public final class LogRecordReader {

    /** No amount, or no duration. */
    public static final long NONE = -1;

    private static final int MOST_AMOUNT_DIGITS = 18;
    private static final int MOST_CITY_DIGITS = 6;
    private static final int MINUTE_DIGITS = 12;

    /** The plausible values of the example's configuration. */
    private static final long LARGEST_AMOUNT = 100_000_000;

    private static final String EARLIEST_START = "2000";
    private static final String STARTS_BEFORE = "2100";
    private static final long LONGEST_DURATION = 24 * 3_600_000L;

    private final JsonFactory factory = new JsonFactory();
    private String service = "";
    private String result = "";
    private String amountText = "";
    private String request = "";
    private String requestElsewhere = "";
    private String end = "";
    private String city = "";
    private long amount = NONE;
    private long duration = NONE;

    /**
     * Parses a record.
     *
     * @return the {@link CellKey} in which it is counted
     */
    public long read(byte[] record) {
        amount = NONE;
        duration = NONE;
        return isObject(record) ? judge() : CellKey.MALFORMED;
    }

    /** The amount of the last record if it is a successful order; otherwise {@link #NONE}. */
    public long amount() {
        return amount;
    }

    /** The duration of the last record in milliseconds if it is known; otherwise {@link #NONE}. */
    public long duration() {
        return duration;
    }

    private boolean isObject(byte[] record) {
        service = "";
        result = "";
        amountText = "";
        request = "";
        requestElsewhere = "";
        end = "";
        city = "";
        try (JsonParser parser = factory.createParser(record)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    read(name, parser);
                } else {
                    parser.skipChildren();
                }
            }
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "serviceName" -> service = parser.getText();
            case "bussinessRst" -> result = parser.getText();
            case "chargefee" -> amountText = parser.getText();
            case "requestId" -> request = parser.getText();
            case "RequestId" -> requestElsewhere = parser.getText();
            case "receiveNotifyTime" -> end = parser.getText();
            case "cityCode" -> city = parser.getText();
            default -> {
                // the field is not used
            }
        }
    }

    private long judge() {
        if (service.isEmpty()) {
            return CellKey.NO_SERVICE;
        }
        if (!service.equals("reChargeNotifyReq")) {
            return CellKey.IGNORED;
        }
        if (result.isEmpty()) {
            return CellKey.BAD_RESULT;
        }
        if (!isNumber(amountText, MOST_AMOUNT_DIGITS) || Long.parseLong(amountText) > LARGEST_AMOUNT) {
            return CellKey.BAD_AMOUNT;
        }
        String start = request.isEmpty() ? requestElsewhere : request;
        long began = LogTimes.millis(start);
        if (began == NONE || start.compareTo(EARLIEST_START) < 0 || start.compareTo(STARTS_BEFORE) >= 0) {
            return CellKey.BAD_START;
        }
        if (!isNumber(city, MOST_CITY_DIGITS)) {
            return CellKey.BAD_REGION;
        }
        if (result.equals("0000")) {
            amount = Long.parseLong(amountText);
            long ended = end.length() == LogTimes.DIGITS ? LogTimes.millis(end) : NONE;
            duration = ended < began || ended - began > LONGEST_DURATION ? NONE : ended - began;
        }
        return CellKey.order(city, start.substring(0, MINUTE_DIGITS));
    }

    private static boolean isNumber(String text, int mostDigits) {
        if (text.isEmpty() || text.length() > mostDigits) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
