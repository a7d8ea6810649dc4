package io.tidemark.recharge.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.testing.AwkwardRecord;
import io.tidemark.recharge.testing.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Reading records of the usual shape without a JSON parser changes nothing: a reader that has read any number of other
 * records, valid and invalid, finds the same as a JSON parser for each record alone, field by field.
 *
 * <p>{@code -Dtidemark.mutants=1000000} makes a million records, {@code -Dtidemark.seed=…} others.
 */
class RecordsInSequenceTest {

    private static final int USUAL = 100_000;
    private static final int LARGEST_BLOCK = 8_000;
    private static final List<String> ODD_ENDS = List.of(
            "}",
            "{}",
            " {}",
            "{}{}",
            ",{}",
            "\n}",
            "\t\n\r ",
            " ",
            "\f",
            "\n\n{\"cityCode\":\"1\"}",
            "x}",
            "]}",
            "\0}");

    private final long seed = Long.getLong("tidemark.seed", 8);
    private final int count = Integer.getInteger("tidemark.mutants", USUAL);
    private final Random random = new Random(seed);
    private final List<byte[]> originals = new ArrayList<>();

    @Test
    void aRecordReadsAsWithAJsonParser() throws IOException {
        System.out.println("Records in sequence: " + count + " of seed " + seed);
        new GeneratedLog(7, "guangdong", 300)
                .forEachLine((bytes, length) -> originals.add(Arrays.copyOf(bytes, length)));
        AwkwardRecord.all().stream().map(AwkwardRecord::bytes).forEach(originals::add);
        Reading inSequence = new Reading(PlainJsonFields::new);
        int whole = 0;
        for (int i = 0; i < count; i++) {
            byte[] record = next();
            List<String> alone = new Reading(JsonFields::new).of(record);
            assertThat(inSequence.of(record))
                    .as("seed %s, record %s: %s", seed, i, HexFormat.of().formatHex(record))
                    .isEqualTo(alone);
            whole += alone.isEmpty() ? 0 : 1;
        }
        assertThat(whole).isBetween(count / 4, count * 3 / 4);
    }

    private byte[] next() {
        byte[] record = originals.get(random.nextInt(originals.size()));
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> record;
            case 9, 10, 11 -> followed(record, ODD_ENDS.get(random.nextInt(ODD_ENDS.size())));
            case 12 -> inside(record, text -> text + text);
            case 13 -> filled(record);
            case 14 -> inside(record, text -> "\uFEFF" + text);
            default -> Mutation.of(originals, random);
        };
    }

    private static byte[] followed(byte[] record, String end) {
        return inside(record, text -> text + end);
    }

    /**
     * About as long as what Jackson reads at once, by white space inside or outside of the object or by a long value.
     */
    private byte[] filled(byte[] record) {
        String filling = " ".repeat(Math.max(0, LARGEST_BLOCK - record.length + random.nextInt(20) - 10));
        return switch (random.nextInt(4)) {
            case 0 -> followed(record, filling);
            case 1 -> inside(record, text -> text.replaceFirst("^\\{", "{" + filling));
            case 2 -> inside(record, text -> text.replaceFirst("^\\{", "{\"x\":\"" + filling + "\","));
            default -> followed(record, filling + "}");
        };
    }

    private static byte[] inside(byte[] record, UnaryOperator<String> change) {
        return change.apply(new String(record, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** A reader and the texts of the requested fields. */
    private static final class Reading {

        private static final List<String> FIELDS = List.of(
                "cityCode",
                "chargefee",
                "requestId",
                "serviceName",
                "a",
                "$.ext.chargefee",
                "$.a[0]",
                "$.a[1].a",
                "$['x']");

        private final FieldTree fields = new FieldTree();
        private final List<Slot> slots = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private final FieldReader reader;

        Reading(Function<FieldTree, FieldReader> read) {
            reader = read.apply(fields);
            for (String field : FIELDS) {
                Slot slot = new Slot((text, at, length) -> {
                    texts.add(new String(text, at, length));
                    return texts.size() - 1L;
                });
                slots.add(slot);
                fields.add(FieldPath.parse(field), slot);
            }
        }

        /** The text of each field; empty if it is not a record. */
        List<String> of(byte[] record) {
            texts.clear();
            return reader.read(record)
                    ? slots.stream()
                            .map(slot -> slot.isFilled() ? "=" + texts.get((int) slot.value()) : "-")
                            .toList()
                    : List.of();
        }
    }
}
