package io.tidemark.recharge.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Reads records that are JSON objects with a JSON parser. It decides which records are valid. */
final class JsonFields implements FieldReader {

    /** No limits: a value that is too deep, long or large for a tag is skipped, not stored. */
    private static final StreamReadConstraints UNLIMITED = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    private static final int ENCODING_BYTES = 4;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(UNLIMITED)
            // names come from records: invalid records must neither fill the JVM's string table nor stop the parser
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final FieldTree fields;

    JsonFields(FieldTree fields) {
        this.fields = fields;
    }

    @Override
    public boolean read(byte[] record) {
        fields.clear();
        if (isOtherEncoding(record) || !Utf8.isValid(record)) {
            return false;
        }
        try (JsonParser parser = json.createParser(record)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            readObject(parser, fields);
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static void readObject(JsonParser parser, FieldTree node) throws IOException {
        String name;
        while ((name = parser.nextFieldName()) != null) {
            FieldTree field = node.at(name);
            JsonToken value = parser.nextToken();
            if (field != null) {
                readValue(parser, value, field);
            } else if (value.isStructStart()) {
                parser.skipChildren();
            }
        }
    }

    private static void readArray(JsonParser parser, FieldTree node) throws IOException {
        int place = 0;
        for (JsonToken value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser.nextToken()) {
            FieldTree element = node.at(place++);
            if (element != null) {
                readValue(parser, value, element);
            } else if (value.isStructStart()) {
                parser.skipChildren();
            }
        }
    }

    /**
     * If an object has several fields of one name, the last one counts, as in most JSON readers: including everything
     * below it.
     */
    private static void readValue(JsonParser parser, JsonToken value, FieldTree field) throws IOException {
        field.clear();
        if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
            field.fill(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } else if (value == JsonToken.START_OBJECT && field.isAskedForNames()) {
            readObject(parser, field);
        } else if (value == JsonToken.START_ARRAY && field.isAskedForPlaces()) {
            readArray(parser, field);
        } else if (value.isStructStart()) {
            parser.skipChildren();
        }
    }

    /** Rejects UTF-16 and UTF-32, which have zero bytes: the JSON parser would detect and accept them. */
    private static boolean isOtherEncoding(byte[] record) {
        for (int i = 0; i < Math.min(record.length, ENCODING_BYTES); i++) {
            if (record[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
