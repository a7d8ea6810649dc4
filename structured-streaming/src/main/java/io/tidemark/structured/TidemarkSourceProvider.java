package io.tidemark.structured;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source {@code tidemark}. Spark finds it by that name; nobody calls it.
 *
 * <pre>{@code
 * spark.readStream().format("tidemark")
 *         .option("kafka.bootstrap.servers", "broker:9092")
 *         .option("subscribe", "orders")
 *         .option("tidemark.group", "orders-by-city")
 *         .option("tidemark.store", "mysql://host/jobs?user=job&password=file:/run/secrets/jobs")
 *         .load();
 * }</pre>
 *
 * @since 0.1
 */
public final class TidemarkSourceProvider implements TableProvider, DataSourceRegister {

    /** For Spark. */
    public TidemarkSourceProvider() {}

    @Override
    public String shortName() {
        return "tidemark";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return KafkaSource.schema(options);
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new TidemarkTable(schema, properties);
    }
}
