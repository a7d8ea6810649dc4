package io.tidemark.bench.flink;

import io.tidemark.bench.candidate.LogRecordReader;
import io.tidemark.bench.candidate.WrittenRecords;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple3;

/**
 * Reads each record into its cell, its amount and its duration; the same tuple each time, which object reuse allows.
 */
final class ReadRecord extends RichMapFunction<byte[], Tuple3<Long, Long, Long>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String group;
    private transient LogRecordReader reader;
    private transient Tuple3<Long, Long, Long> read;
    private transient boolean begun;

    @SuppressWarnings("NullAway.Init") // Flink calls open before all else
    ReadRecord(String group) {
        this.group = group;
    }

    @Override
    public void open(OpenContext context) {
        reader = new LogRecordReader();
        read = new Tuple3<>();
    }

    @Override
    public Tuple3<Long, Long, Long> map(byte[] record) {
        if (!begun) {
            WrittenRecords.of(group).begin();
            begun = true;
        }
        read.f0 = reader.read(record);
        read.f1 = reader.amount();
        read.f2 = reader.duration();
        return read;
    }
}
