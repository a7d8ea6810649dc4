package io.tidemark.structured;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What the data source can do: it is read in micro-batches, and a batch query and a continuous trigger are
 * refused. A query that
 * reads it can write rows of metrics to it.
 */
final class TidemarkTable implements SupportsRead, SupportsWrite {

    private final StructType schema;
    private final Map<String, String> properties;

    /** @param properties the options of the table, if it is one of a catalog; otherwise those of the query */
    TidemarkTable(StructType schema, Map<String, String> properties) {
        this.schema = schema;
        this.properties = properties;
    }

    @Override
    public String name() {
        return "tidemark";
    }

    @Override
    @SuppressWarnings("deprecation") // the columns replace it; both lines of Spark ask for the schema
    public StructType schema() {
        return schema;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return EnumSet.of(
                TableCapability.MICRO_BATCH_READ,
                // so that Spark asks, and both are refused with the reason
                TableCapability.CONTINUOUS_READ,
                TableCapability.BATCH_READ,
                TableCapability.STREAMING_WRITE,
                // the columns of the output are those of metrics, and not those of a record that is read
                TableCapability.ACCEPT_ANY_SCHEMA);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new WriteBuilder() {
            @Override
            public Write build() {
                return new Write() {
                    @Override
                    public String description() {
                        return "tidemark";
                    }

                    @Override
                    public StreamingWrite toStreaming() {
                        return MetricRowsWrite.open(info);
                    }
                };
            }
        };
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ofQuery) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(ofQuery.asCaseSensitiveMap());
        properties.forEach(options::putIfAbsent);
        return () -> new Scan() {
            @Override
            public StructType readSchema() {
                return schema;
            }

            @Override
            public String description() {
                return "tidemark";
            }

            @Override
            public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
                return TidemarkStream.open(SourceOptions.parse(options), checkpointLocation);
            }

            @Override
            public Batch toBatch() {
                throw new UnsupportedOperationException(
                        "Cannot read Kafka with format(\"tidemark\") in a batch query: it"
                                + " has no checkpoint, and no group whose offsets could follow. Read with"
                                + " spark.readStream and"
                                + " Trigger.AvailableNow(), which ends when it has read everything, or with"
                                + " format(\"kafka\")");
            }

            @Override
            public ContinuousStream toContinuousStream(String checkpointLocation) {
                throw SourceOptions.refusalOfContinuous(options);
            }
        };
    }
}
