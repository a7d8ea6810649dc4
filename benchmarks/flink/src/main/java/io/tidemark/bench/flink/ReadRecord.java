package io.tidemark.bench.flink;

import io.tidemark.bench.candidate.OrderReader;
import io.tidemark.bench.candidate.WrittenRecords;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple6;

/**
 * Reads each record into its cell, amount, duration, channel, payer and failure code; the same tuple each time, which
 * object reuse allows.
 */
final class ReadRecord extends RichMapFunction<byte[], Tuple6<Long, Long, Long, String, String, String>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String group;
    private transient OrderReader reader;
    private transient Tuple6<Long, Long, Long, String, String, String> read;
    private transient boolean begun;

    @SuppressWarnings("NullAway.Init") // Flink calls open before all else
    ReadRecord(String group) {
        this.group = group;
    }

    @Override
    public void open(OpenContext context) {
        reader = new OrderReader();
        read = new Tuple6<>();
    }

    @Override
    public Tuple6<Long, Long, Long, String, String, String> map(byte[] record) {
        if (!begun) {
            WrittenRecords.of(group).begin();
            begun = true;
        }
        read.f0 = reader.read(record);
        read.f1 = reader.amount();
        read.f2 = reader.duration();
        read.f3 = reader.channel();
        read.f4 = reader.payer();
        read.f5 = reader.failure();
        return read;
    }
}
