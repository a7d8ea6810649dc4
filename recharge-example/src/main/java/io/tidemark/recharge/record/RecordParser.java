package io.tidemark.recharge.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidemark.site.report.RejectReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads records, each once, from its bytes. Never throws on what a record holds. For use by one thread.
 *
 * <p>Every field that the dictionary names has a slot; a record's values are read into the slots as they come by, and the
 * first filled slot of each tag counts. Nothing is made per record but the JSON parser itself.
 */
public final class RecordParser {

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

    private final Map<String, Slot> slots = new HashMap<>();
    private final Slot[] service;
    private final Slot[] result;
    private final Slot[] amount;
    private final Slot[] start;
    private final Slot[] end;
    private final Slot[] region;
    private final Slot[] all;
    private final TagReader values;
    private final Order order = new Order();

    public RecordParser(TagDictionary dictionary) {
        service = slots(dictionary, Tag.SERVICE);
        result = slots(dictionary, Tag.RESULT);
        amount = slots(dictionary, Tag.AMOUNT);
        start = slots(dictionary, Tag.START);
        end = slots(dictionary, Tag.END);
        region = slots(dictionary, Tag.REGION);
        all = slots.values().toArray(Slot[]::new);
        values = new TagReader(dictionary);
    }

    /**
     * Reads a record.
     *
     * @param record the record's bytes; null for a Kafka record that has none
     * @return what the record is; an {@link Order} holds until the next call
     */
    public ParsedRecord parse(byte @Nullable [] record) {
        return record != null && readFields(record) ? judge() : ParsedRecord.Rejected.of(RejectReason.MALFORMED);
    }

    private ParsedRecord judge() {
        Slot service = first(this.service);
        if (service == null) {
            return ParsedRecord.Rejected.of(RejectReason.NO_SERVICE);
        }
        if (service.value != TagReader.MATCH) {
            return ParsedRecord.Ignored.IGNORED;
        }
        Slot result = first(this.result);
        if (result == null) {
            return ParsedRecord.Rejected.of(RejectReason.BAD_RESULT);
        }
        Slot amount = first(this.amount);
        if (amount == null || amount.value == TagReader.INVALID) {
            return ParsedRecord.Rejected.of(RejectReason.BAD_AMOUNT);
        }
        Slot start = first(this.start);
        if (start == null || start.value == TagReader.INVALID) {
            return ParsedRecord.Rejected.of(RejectReason.BAD_START);
        }
        Slot region = first(this.region);
        if (region == null || region.value == TagReader.INVALID) {
            return ParsedRecord.Rejected.of(RejectReason.BAD_REGION);
        }
        Slot end = first(this.end);
        long duration = end == null || end.value == TagReader.INVALID || end.value < start.value
                ? Order.UNKNOWN
                : end.value - start.value;
        return order.fill(start.value, duration, amount.value, (int) region.value, result.value == TagReader.MATCH);
    }

    /** Fills the slots from a record. Returns false if it is not exactly one JSON object. */
    private boolean readFields(byte[] record) {
        for (Slot slot : all) {
            slot.filled = false;
        }
        if (isOtherEncoding(record) || !Utf8.isValid(record)) {
            return false;
        }
        try (JsonParser parser = json.createParser(record)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            String name;
            while ((name = parser.nextFieldName()) != null) {
                Slot slot = slots.get(name);
                JsonToken value = parser.nextToken();
                if (value.isStructStart()) {
                    parser.skipChildren();
                }
                if (slot != null) {
                    read(slot, value, parser);
                }
            }
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** The last of several fields of one name counts, as in every JSON reader that keeps one. */
    private void read(Slot slot, JsonToken value, JsonParser parser) throws IOException {
        slot.filled = false;
        if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
            int length = parser.getTextLength();
            if (length > 0) {
                slot.filled = true;
                slot.value = values.read(slot.tag, parser.getTextCharacters(), parser.getTextOffset(), length);
            }
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

    private Slot[] slots(TagDictionary dictionary, Tag tag) {
        List<String> names = dictionary.fields(tag);
        Slot[] made = new Slot[names.size()];
        Arrays.setAll(made, i -> new Slot(tag));
        for (int i = 0; i < made.length; i++) {
            slots.put(names.get(i), made[i]);
        }
        return made;
    }

    private static @Nullable Slot first(Slot[] slots) {
        for (Slot slot : slots) {
            if (slot.filled) {
                return slot;
            }
        }
        return null;
    }

    /** Where the value of one field goes. */
    private static final class Slot {

        final Tag tag;
        boolean filled;
        long value;

        Slot(Tag tag) {
            this.tag = tag;
        }
    }
}
