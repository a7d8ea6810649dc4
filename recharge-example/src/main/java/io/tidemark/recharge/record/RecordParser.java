package io.tidemark.recharge.record;

import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.RejectReason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses records from their bytes. Never throws because of a record's content. For use by one thread.
 *
 * <p>Every field that the dictionary names has a slot. A record's values are read into the slots in one pass, and the
 * first filled slot of each tag is used.
 */
public final class RecordParser {

    private static final long NO_TIMESTAMP = -1;
    /** Values beyond the limit that are counted nevertheless, as candidates for a count of their own. */
    private static final int NEW_VALUES = 200;

    private final FieldTree fields = new FieldTree();
    private final Slot[] service;
    private final Slot[] result;
    private final Slot[] amount;
    private final Slot[] start;
    private final Slot[] end;
    private final Slot[] region;
    private final FieldReader reader;
    private final DimensionSlots failureCode;
    private final DimensionSlots[] dimensions;
    private final Order order;
    private final long largestAmount;
    private final long earliestStart;
    private final long startsBefore;
    private final long longestDuration;
    private final long startsAhead;

    /**
     * A parser.
     *
     * @param dictionary what the fields of the records mean
     */
    public RecordParser(TagDictionary dictionary) {
        this(dictionary, Map.of());
    }

    /**
     * Creates a parser that always distinguishes some values.
     *
     * @param known the values that are always kept among those of their dimension; failure codes under {@link
     *     RechargeMetrics#RESULT}
     */
    public RecordParser(TagDictionary dictionary, Map<String, List<String>> known) {
        PlausibleValues plausible = dictionary.plausible();
        largestAmount = plausible.largestAmountFen();
        earliestStart = plausible.earliestStart().toEpochMilli();
        startsBefore = plausible.startsBefore().toEpochMilli();
        longestDuration = plausible.longestDuration().toMillis();
        startsAhead = plausible.startsAhead().toMillis();
        service = slots(dictionary, Tag.SERVICE, ValueReader.matching(dictionary.orderService()));
        result = slots(dictionary, Tag.RESULT, ValueReader.matching(dictionary.successResult()));
        amount = slots(dictionary, Tag.AMOUNT);
        start = slots(dictionary, Tag.START);
        end = slots(dictionary, Tag.END);
        region = slots(
                dictionary,
                Tag.REGION,
                ValueReader.region(
                        dictionary.regions(), dictionary.rule(Tag.REGION).type()));
        failureCode = new DimensionSlots(
                table(RechargeMetrics.RESULT, dictionary.failureCodes(), known),
                dictionary.paths(dictionary.rule(Tag.RESULT).fields()),
                fields);
        dimensions = dictionary.dimensions().stream()
                .map(dimension -> new DimensionSlots(
                        table(dimension.name(), dimension.limit(), known),
                        dictionary.paths(dimension.fields()),
                        fields))
                .toArray(DimensionSlots[]::new);
        order = new Order(
                failureCode.table(),
                Arrays.stream(dimensions).map(DimensionSlots::table).toArray(ValueTable[]::new));
        reader = dictionary.format() instanceof RecordFormat.Delimited delimited
                ? new DelimitedFields(delimited, fields)
                : new PlainJsonFields(fields);
    }

    /**
     * Parses a record.
     *
     * @param record the record's bytes; null for a Kafka record without a value
     * @return the result; an {@link Order} is valid until the next call
     */
    public ParsedRecord parse(byte @Nullable [] record) {
        return parse(record, NO_TIMESTAMP);
    }

    /**
     * Parses a Kafka record.
     *
     * @param record the record's bytes; null for a Kafka record without a value
     * @param timestamp the record's timestamp in milliseconds since the epoch; negative if it has none
     * @return the result; an {@link Order} is valid until the next call
     */
    public ParsedRecord parse(byte @Nullable [] record, long timestamp) {
        return record != null && reader.read(record)
                ? judge(latestStart(timestamp))
                : ParsedRecord.Rejected.of(RejectReason.MALFORMED);
    }

    private ParsedRecord judge(long latestStart) {
        if (this.service.length > 0) {
            Slot service = first(this.service);
            if (service == null) {
                return ParsedRecord.Rejected.of(RejectReason.NO_SERVICE);
            }
            if (service.value() != ValueReader.MATCH) {
                return ParsedRecord.Ignored.IGNORED;
            }
        } else if (reader.isHeading()) {
            return ParsedRecord.Ignored.IGNORED;
        }
        Slot result = first(this.result);
        if (result == null) {
            return ParsedRecord.Rejected.of(RejectReason.BAD_RESULT);
        }
        Slot amount = first(this.amount);
        if (amount == null || amount.value() == ValueReader.INVALID || amount.value() > largestAmount) {
            return ParsedRecord.Rejected.of(RejectReason.BAD_AMOUNT);
        }
        Slot start = first(this.start);
        if (start == null || !isPlausible(start.value(), latestStart)) {
            return ParsedRecord.Rejected.of(RejectReason.BAD_START);
        }
        Slot region = first(this.region);
        if (region == null || region.value() == ValueReader.INVALID) {
            return ParsedRecord.Rejected.of(RejectReason.BAD_REGION);
        }
        Slot end = first(this.end);
        long duration = end == null ? Order.UNKNOWN : duration(start.value(), end.value());
        boolean succeeded = result.value() == ValueReader.MATCH;
        order.fill(start.value(), duration, amount.value(), (int) region.value(), succeeded);
        if (!succeeded) {
            order.fillFailure(failureCode.number());
        }
        for (int dimension = 0; dimension < dimensions.length; dimension++) {
            order.fillDimension(dimension, dimensions[dimension].number());
        }
        return order;
    }

    /** A producer can set any timestamp, so the sum is limited to the largest number. */
    private long latestStart(long timestamp) {
        return timestamp < 0 || timestamp > Long.MAX_VALUE - startsAhead ? Long.MAX_VALUE : timestamp + startsAhead;
    }

    private boolean isPlausible(long start, long latestStart) {
        return start != ValueReader.INVALID && start >= earliestStart && start < startsBefore && start <= latestStart;
    }

    private long duration(long start, long end) {
        return end == ValueReader.INVALID || end < start || end - start > longestDuration ? Order.UNKNOWN : end - start;
    }

    private static ValueTable table(String name, int limit, Map<String, List<String>> known) {
        List<String> values = known.getOrDefault(name, List.of());
        return new ValueTable(name, values, values.size() + limit + NEW_VALUES);
    }

    private Slot[] slots(TagDictionary dictionary, Tag tag) {
        return slots(dictionary, tag, ValueReader.of(dictionary.rule(tag).type()));
    }

    private Slot[] slots(TagDictionary dictionary, Tag tag, ValueReader reader) {
        return dictionary.paths(dictionary.rule(tag).fields()).stream()
                .map(path -> {
                    Slot slot = new Slot(reader);
                    fields.add(path, slot);
                    return slot;
                })
                .toArray(Slot[]::new);
    }

    private static @Nullable Slot first(Slot[] slots) {
        for (Slot slot : slots) {
            if (slot.isFilled()) {
                return slot;
            }
        }
        return null;
    }
}
