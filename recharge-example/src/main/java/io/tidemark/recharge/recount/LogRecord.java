package io.tidemark.recharge.recount;

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
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One record as a tree. */
final class LogRecord {

    private final JsonObject fields;

    private LogRecord(JsonObject fields) {
        this.fields = fields;
    }

    /** Reads a record; empty if it is not exactly one JSON object in UTF-8. */
    static Optional<LogRecord> read(byte[] bytes, int length) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(Integer.MAX_VALUE);
            JsonElement root = JsonParser.parseReader(reader);
            return root.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT
                    ? Optional.of(new LogRecord(root.getAsJsonObject()))
                    : Optional.empty();
        } catch (JsonParseException | IOException e) {
            return Optional.empty();
        }
    }

    /** The text of the first of these fields that has any: a string or a number, not empty. */
    Optional<String> text(Iterable<String> names) {
        for (String name : names) {
            JsonElement value = fields.get(name);
            if (value != null
                    && value.isJsonPrimitive()
                    && !value.getAsJsonPrimitive().isBoolean()
                    && !value.getAsString().isEmpty()) {
                return Optional.of(value.getAsString());
            }
        }
        return Optional.empty();
    }
}
