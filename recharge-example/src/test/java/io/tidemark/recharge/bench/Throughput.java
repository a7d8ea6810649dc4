package io.tidemark.recharge.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the records per second and core of the generator, the parser, the counts and the reference implementation,
 * and of Jackson alone for comparison.
 */
public final class Throughput {

    private static final int ORDERS = 200_000;
    private static final int ROUNDS = 6;

    private Throughput() {}

    /** Prints a line for each part and round. */
    public static void main(String[] arguments) throws IOException {
        List<byte[]> records = new ArrayList<>();
        new GeneratedLog(1, "guangdong", ORDERS)
                .forEachLine((bytes, length) -> records.add(Arrays.copyOf(bytes, length)));
        System.out.printf(
                "%,d records of %,d bytes%n",
                records.size(),
                records.stream().mapToLong(record -> record.length).sum() / records.size());
        TagDictionary dictionary = TagDictionary.preset("guangdong");
        for (int round = 0; round < ROUNDS; round++) {
            measure("Jackson alone", records.size(), () -> tokens(records));
            measure("parse", records.size(), () -> {
                RecordParser parser = new RecordParser(dictionary);
                records.forEach(parser::parse);
            });
            measure("parse and count", records.size(), () -> {
                RecordParser parser = new RecordParser(dictionary);
                RechargeCounts counts = new RechargeCounts(dictionary.regions());
                records.forEach(record -> counts.add(parser.parse(record)));
            });
            measure("generate", records.size(), () -> {
                OutputStream nowhere = OutputStream.nullOutputStream();
                new GeneratedLog(1, "guangdong", ORDERS)
                        .forEachLine((bytes, length) -> nowhere.write(bytes, 0, length));
            });
            measure("reference", records.size(), () -> {
                ReferenceCount reference = new ReferenceCount(ReferenceRules.preset("guangdong"));
                records.forEach(record -> reference.add(record, record.length));
                reference.report("recharge");
            });
        }
    }

    private static void tokens(List<byte[]> records) throws IOException {
        JsonFactory factory = new JsonFactory();
        for (byte[] record : records) {
            try (JsonParser parser = factory.createParser(record)) {
                while (parser.nextToken() != null) {
                    parser.currentName();
                }
            } catch (com.fasterxml.jackson.core.JacksonException e) {
                // malformed records are part of the log
            }
        }
    }

    private static void measure(String part, int records, Work work) throws IOException {
        long begin = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - begin;
        System.out.printf("%-16s %,9d records/s%n", part, records * 1_000_000_000L / nanos);
    }

    private interface Work {
        void run() throws IOException;
    }
}
