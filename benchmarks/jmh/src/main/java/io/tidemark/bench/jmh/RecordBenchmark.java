package io.tidemark.bench.jmh;

import io.tidemark.bench.candidate.LogRecordReader;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds, and with {@code -prof gc} bytes, for each record; by the parser of the job, and by Jackson's beside it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RecordBenchmark {

    private static final long ORDERS = 20_000;
    /** A task of a batch counts about so many records before it begins anew. */
    private static final int RECORDS_OF_TASK = 80_000;

    private final TagDictionary dictionary = TagDictionary.preset(Records.PRESET);
    private final RecordParser parser = new RecordParser(dictionary);
    private final LogRecordReader jackson = new LogRecordReader();
    private final List<byte[]> records;
    private RechargeCounts counts = new RechargeCounts(dictionary.regions());
    private int next;

    /** Makes the records. */
    public RecordBenchmark() {
        try {
            records = Records.of(ORDERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses one. */
    @Benchmark
    public ParsedRecord parse() {
        return parser.parse(record());
    }

    /** Parses one and counts it. */
    @Benchmark
    public RechargeCounts parseAndCount() {
        if (counts.read() == RECORDS_OF_TASK) {
            counts = new RechargeCounts(dictionary.regions());
        }
        counts.add(parser.parse(record()));
        return counts;
    }

    /** Reads one with Jackson's streaming parser, to no more than city, minute, amount and duration. */
    @Benchmark
    public long parseWithJackson() {
        return jackson.read(record());
    }

    private byte[] record() {
        next = next + 1 == records.size() ? 0 : next + 1;
        return records.get(next);
    }
}
