package io.tidemark.recharge.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * Reads records that are JSON objects. A record that is whole, of a usual size and follows one that is whole makes
 * nothing; any other makes a JSON parser of its own, and only such a parser ever rejects a record.
 */
final class JsonFields implements FieldReader {

    /** No limits: what is too deep, long or large to be a tag's value is skipped, never kept. */
    private static final StreamReadConstraints UNLIMITED = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    private static final int ENCODING_BYTES = 4;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(UNLIMITED)
            // names come from records: hostile ones must neither stay in the JVM's string table nor stop the parser
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final FieldTree fields;
    private final KeptParser kept = new KeptParser(json);
    private boolean trusting;

    JsonFields(FieldTree fields) {
        this.fields = fields;
    }

    @Override
    public boolean read(byte[] record) {
        if (isOtherEncoding(record)) {
            fields.clear();
            return false;
        }
        boolean plain = KeptParser.isPlain(record);
        if (plain && trusting && readNext(record)) {
            return true;
        }
        boolean whole = readAlone(record);
        if (plain) {
            // a parser that is kept for records that are not whole would be made for nothing
            trusting = whole;
        }
        return whole;
    }

    /** Reads a record with the kept parser; false is no verdict. */
    private boolean readNext(byte[] record) {
        fields.clear();
        boolean whole = false;
        try {
            JsonParser parser = kept.on(record);
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                readObject(parser, fields);
                whole = kept.isAtEnd();
            }
            return whole;
        } catch (IOException e) {
            return false;
        } finally {
            if (!whole) {
                kept.discard();
            }
        }
    }

    /** Reads a record with a parser of its own, whose word is the last. */
    private boolean readAlone(byte[] record) {
        fields.clear();
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
     * The last of several fields of one name counts, as in every JSON reader that keeps one: with all that is in it.
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

    /** The JSON parser would take UTF-16 and UTF-32 for what they are, and tells them by their zero bytes. */
    private static boolean isOtherEncoding(byte[] record) {
        for (int i = 0; i < Math.min(record.length, ENCODING_BYTES); i++) {
            if (record[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
