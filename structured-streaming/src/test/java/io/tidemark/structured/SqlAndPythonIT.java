package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query in SQL as far as Spark can, and the same in the calls that PySpark makes. */
@Tag("long")
class SqlAndPythonIT {

    private static final MetricQuery.Totals ORDERS = new MetricQuery.Totals("orders", Period.all());

    private final SparkSession spark = TestSpark.session();
    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final String topic = TestCluster.newTopic(2);
    private final String group = "sql-" + UUID.randomUUID();
    private final String name = group.replace('-', '_');

    @TempDir
    private Path folder;

    @BeforeEach
    void register() {
        RegisteredStores.register(group, store);
        RegisteredStores.register("sink-" + group, sink);
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("kafka.bootstrap.servers", TestCluster.kafka().bootstrapServers());
        options.put("subscribe", topic);
        options.put("tidemark.group", group);
        options.put("tidemark.store", "registered:" + group);
        options.put("tidemark.sink", "registered:sink-" + group);
        return options;
    }

    private String statement() {
        return "CREATE OR REPLACE TEMPORARY VIEW metrics_" + name + " AS SELECT 'orders' AS metric,"
                + " map('parity', CAST(CAST(CAST(value AS STRING) AS BIGINT) % 2 AS STRING)) AS tags,"
                + " timestamp AS time, CAST(1 AS BIGINT) AS value, 'sum' AS merge FROM " + name;
    }

    @Test
    void everythingButTheStartIsSql() throws Exception {
        TestCluster.produce(topic, 2, 0, 10);
        spark.readStream().format("tidemark").options(options()).load().createOrReplaceTempView(name);
        spark.sql(statement());

        start("metrics_" + name);

        assertCounted();
        // the start itself has no statement
        assertThatThrownBy(() -> spark.sql("SELECT * FROM metrics_" + name).collectAsList())
                .hasMessageContaining("writeStream");
    }

    @Test
    void aTableOfTheCatalogIsASourceFromSpark4On() throws Exception {
        TestCluster.produce(topic, 2, 0, 10);
        StringBuilder table = new StringBuilder("CREATE TABLE " + name + " USING tidemark OPTIONS (");
        options().forEach((option, value) -> table.append(table.charAt(table.length() - 1) == '(' ? "" : ", ")
                .append('`')
                .append(option)
                .append("` '")
                .append(value)
                .append('\''));
        String create = table.append(')').toString();

        if (spark.version().startsWith("3.")) {
            assertThatThrownBy(() -> {
                        spark.sql(create);
                        spark.readStream().table(name).printSchema();
                    })
                    .hasMessageContaining("tidemark");
            return;
        }
        spark.sql(create);
        try {
            spark.readStream().table(name).createOrReplaceTempView("stream_" + name);
            spark.sql(statement().replace("FROM " + name, "FROM stream_" + name));
            start("metrics_" + name);

            assertCounted();
            assertThatThrownBy(() -> spark.sql("SELECT count(*) FROM " + name).collectAsList())
                    .hasStackTraceContaining("in a batch query: it has no checkpoint");
        } finally {
            spark.sql("DROP TABLE " + name);
        }
    }

    private void start(String view) throws Exception {
        spark.table(view)
                .writeStream()
                .format("tidemark")
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
    }

    /** PySpark calls the JVM by the names of methods, with text, numbers and what such calls have returned. */
    @Test
    void theCallsOfPySparkStartAQuery() throws Exception {
        TestCluster.produce(topic, 2, 0, 10);
        Object reader = call(call(spark, "readStream"), "format", "tidemark");
        for (Map.Entry<String, String> option : options().entrySet()) {
            reader = call(reader, "option", option.getKey(), option.getValue());
        }
        // as PySpark writes True and 4
        reader = call(reader, "option", "includeHeaders", "true");
        reader = call(reader, "option", "minPartitions", "4");
        Object records = call(reader, "load");
        call(records, "createOrReplaceTempView", name);
        call(spark, "sql", statement());
        Object writer = call(call(call(spark, "table", "metrics_" + name), "writeStream"), "format", "tidemark");
        writer = call(
                writer,
                "option",
                "checkpointLocation",
                folder.resolve("checkpoint").toString());
        writer = call(writer, "outputMode", "append");
        writer = call(writer, "queryName", name);
        writer = call(writer, "trigger", Trigger.AvailableNow());

        StreamingQuery query = (StreamingQuery) call(writer, "start");
        call(query, "awaitTermination");

        assertCounted();
        String progress = query.lastProgress().json();
        assertThat(progress).contains("\"tidemark.records\":\"10\"").contains("\"tidemark.lag\":\"0\"");
    }

    /** PySpark reads the message of an error, which must say what to do. */
    @Test
    void pythonsErrorsNameTheOption() throws Exception {
        Object reader = call(call(spark, "readStream"), "format", "tidemark");
        reader = call(reader, "option", "kafka.bootstrap.servers", "127.0.0.1:1");
        reader = call(reader, "option", "failOnDataLoss", "false");
        Object writer = call(call(call(reader, "load"), "writeStream"), "format", "noop");
        writer = call(
                writer, "option", "checkpointLocation", folder.resolve("wrong").toString());
        StreamingQuery query = (StreamingQuery) call(writer, "start");

        assertThatThrownBy(query::awaitTermination)
                .hasMessageContaining("tidemark.group is not set")
                .hasMessageContaining("tidemark.store is not set")
                .hasMessageContaining("no topics are set")
                .hasMessageContaining("failOnDataLoss is false");
    }

    private static Object call(Object target, String method, Object... arguments) throws Exception {
        for (Method candidate : target.getClass().getMethods()) {
            if (candidate.getName().equals(method) && accepts(candidate, arguments)) {
                try {
                    // a call without a result is not followed by another one
                    return Objects.requireNonNullElse(candidate.invoke(target, arguments), "nothing");
                } catch (InvocationTargetException e) {
                    throw e.getCause() instanceof Exception cause ? cause : e;
                }
            }
        }
        throw new NoSuchMethodException(target.getClass() + "." + method + Arrays.toString(arguments));
    }

    private static boolean accepts(Method candidate, Object[] arguments) {
        Class<?>[] types = candidate.getParameterTypes();
        if (types.length != arguments.length) {
            return false;
        }
        for (int each = 0; each < types.length; each++) {
            if (!types[each].isInstance(arguments[each])) {
                return false;
            }
        }
        return true;
    }

    private void assertCounted() {
        assertThat(sink.read(new GroupId(group), List.of(ORDERS)).totals(ORDERS).values())
                .containsExactly(new MetricValue.Sum(5), new MetricValue.Sum(5));
        assertThat(store.load(new GroupId(group)).values())
                .extracting(entry -> entry.offset())
                .containsExactly(5L, 5L);
    }
}
