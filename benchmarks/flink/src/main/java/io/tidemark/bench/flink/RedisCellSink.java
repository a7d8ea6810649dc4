package io.tidemark.bench.flink;

import io.tidemark.bench.candidate.RedisCells;
import java.io.Serial;
import java.net.URI;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.java.tuple.Tuple3;

/**
 * Overwrites cells in Redis, in batches: when there are many, ten times a second, and before each checkpoint. What
 * comes again after a restart writes the same again.
 *
 * @param redis where Redis is
 * @param group whose cells they are
 */
record RedisCellSink(URI redis, String group) implements Sink<Tuple3<Long, Long, byte[]>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long FLUSH_MILLIS = 100;

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // abstract still
    public SinkWriter<Tuple3<Long, Long, byte[]>> createWriter(InitContext context) {
        return new Writer(new RedisCells(redis, group), context.getProcessingTimeService());
    }

    @Override
    public SinkWriter<Tuple3<Long, Long, byte[]>> createWriter(WriterInitContext context) {
        return new Writer(new RedisCells(redis, group), context.getProcessingTimeService());
    }

    private record Writer(RedisCells cells, ProcessingTimeService time)
            implements SinkWriter<Tuple3<Long, Long, byte[]>> {

        Writer {
            flushLater(cells, time);
        }

        private static void flushLater(RedisCells cells, ProcessingTimeService time) {
            var unused = time.registerTimer(time.getCurrentProcessingTime() + FLUSH_MILLIS, now -> {
                cells.flush();
                flushLater(cells, time);
            });
        }

        @Override
        public void write(Tuple3<Long, Long, byte[]> cell, Context context) {
            cells.put(cell.f0, cell.f1, cell.f2);
        }

        @Override
        public void flush(boolean endOfInput) {
            cells.flush();
        }

        @Override
        public void close() {
            cells.close();
        }
    }
}
