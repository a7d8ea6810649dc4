package io.tidemark.recharge.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The fields of one record. */
interface LogRecord {

    /** The text of a field: a string or a number, not empty. */
    Optional<String> text(String field);

    /** Whether it is a line of column names. */
    default boolean isHeading() {
        return false;
    }

    /** The text of the first of these fields that is not empty. */
    default Optional<String> text(List<String> fields) {
        return fields.stream().map(this::text).flatMap(Optional::stream).findFirst();
    }

    /** Parses a record; empty if the bytes are not exactly one record in UTF-8. */
    static Optional<LogRecord> read(byte[] bytes, int length, Optional<DelimitedText> format) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            return format.isPresent() ? delimited(text, format.get()) : json(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<LogRecord> json(String text) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(Integer.MAX_VALUE);
            JsonElement root = JsonParser.parseReader(reader);
            if (!root.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
                return Optional.empty();
            }
            JsonObject fields = root.getAsJsonObject();
            return Optional.of(field -> JsonWalk.from(fields, field)
                    .filter(value -> value.isJsonPrimitive()
                            && !value.getAsJsonPrimitive().isBoolean())
                    .map(JsonElement::getAsString)
                    .filter(value -> !value.isEmpty()));
        } catch (JsonParseException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<LogRecord> delimited(String text, DelimitedText format) {
        return format.split(text).map(values -> new Line(values, format.columns()));
    }

    /**
     * A line of delimited text.
     *
     * @param columns the names of the values; empty if they are identified by numbers
     */
    record Line(List<String> values, List<String> columns) implements LogRecord {

        @Override
        public Optional<String> text(String field) {
            int column = columns.isEmpty() ? Integer.parseInt(field) - 1 : columns.indexOf(field);
            return column >= 0 && column < values.size()
                    ? Optional.of(values.get(column)).filter(value -> !value.isEmpty())
                    : Optional.empty();
        }

        @Override
        public boolean isHeading() {
            return values.equals(columns);
        }
    }
}
