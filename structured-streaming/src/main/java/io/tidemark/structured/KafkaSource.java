package io.tidemark.structured;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Spark's own source {@code kafka}, which does the reading. It is used by its public connector interfaces only. */
final class KafkaSource {

    private static final String NAME = "kafka";

    private KafkaSource() {}

    /** The columns of a record. */
    static StructType schema(CaseInsensitiveStringMap options) {
        return provider().inferSchema(options);
    }

    /** The stream of records. */
    @SuppressWarnings("deprecation") // of Scala's, where the interface of the source is the Java one
    static MicroBatchStream stream(Map<String, String> spark, String checkpoint) {
        CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(spark);
        TableProvider provider = provider();
        Table table = provider.getTable(provider.inferSchema(options), new Transform[0], options);
        return ((SupportsRead) table).newScanBuilder(options).build().toMicroBatchStream(checkpoint);
    }

    private static TableProvider provider() {
        List<ClassLoader> loaders = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        loaders.add(KafkaSource.class.getClassLoader());
        for (ClassLoader loader : loaders) {
            for (DataSourceRegister register : ServiceLoader.load(DataSourceRegister.class, loader)) {
                if (register.shortName().equalsIgnoreCase(NAME) && register instanceof TableProvider provider) {
                    return provider;
                }
            }
        }
        throw new IllegalStateException("Cannot read from Kafka: Spark's own source is not on the class path; add"
                + " org.apache.spark:spark-sql-kafka-0-10 in the version of this Spark");
    }
}
