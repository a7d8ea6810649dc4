package io.tidemark.structured;

import io.tidemark.metrics.Measurement;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/**
 * Writes rows of metrics exactly once into the sink of the query's source. The executors merge the rows of their
 * partitions; the driver writes all of a batch in one step. Spark's commit coordinator lets one attempt of each task
 * count.
 */
final class MetricRowsWrite implements StreamingWrite {

    private final String query;
    private final MetricColumns columns;

    private MetricRowsWrite(String query, MetricColumns columns) {
        this.query = query;
        this.columns = columns;
    }

    /**
     * Begins the writing of a query.
     *
     * @throws IllegalArgumentException if its columns are not those of metrics
     * @throws IllegalStateException if its source has no sink
     */
    static StreamingWrite open(LogicalWriteInfo info) {
        MetricColumns columns = MetricColumns.of(info.schema());
        QueryRuns.of(info.queryId(), Guarantee.EXACTLY_ONCE_INTO_SINK);
        return new MetricRowsWrite(info.queryId(), columns);
    }

    @Override
    public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
        return new Factory(columns);
    }

    @Override
    public void commit(long epoch, WriterCommitMessage[] messages) {
        QueryRuns.of(query, Guarantee.EXACTLY_ONCE_INTO_SINK).write(new BatchWork.Measured() {
            @Override
            public List<Measurement> measure() {
                MeasurementTotals totals = new MeasurementTotals();
                for (WriterCommitMessage message : messages) {
                    ((Rows) message).measurements().forEach(totals::add);
                }
                return totals.measurements();
            }
        });
    }

    @Override
    public void abort(long epoch, WriterCommitMessage[] messages) {
        // nothing is written before the commit
    }

    /** Makes the writers of the tasks. */
    private record Factory(MetricColumns columns) implements StreamingDataWriterFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public DataWriter<InternalRow> createWriter(int partition, long task, long epoch) {
            return new Writer(columns);
        }
    }

    /** The measurements of one task. */
    private record Rows(ArrayList<Measurement> measurements) implements WriterCommitMessage {
        private static final long serialVersionUID = 1L;
    }

    /** Merges the rows of one task. */
    private static final class Writer implements DataWriter<InternalRow> {

        private final MetricColumns columns;
        private final MeasurementTotals totals = new MeasurementTotals();

        Writer(MetricColumns columns) {
            this.columns = columns;
        }

        @Override
        public void write(InternalRow row) {
            totals.add(columns.measurement(row));
        }

        @Override
        public WriterCommitMessage commit() {
            return new Rows(new ArrayList<>(totals.measurements()));
        }

        @Override
        public void abort() {
            // nothing was written
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
