package io.tidemark.bench.structured;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Counts a batch with Spark's own functions: a row for each city and minute, and one for each kind of other records.
 */
final class Counting {

    /** The kind of orders. The kinds of other records have the names of {@code Totals}. */
    static final String ORDER = "order";

    static final String KIND = "kind";
    static final String CITY = "city";
    static final String MINUTE = "minute";
    static final String RECORDS = "records";
    static final String SUCCEEDED = "succeeded";
    static final String AMOUNT = "amount";
    static final String DURATION_SUM = "durationSum";
    static final String DURATION_UNKNOWN = "durationUnknown";

    private static final String CORRUPT = "_corrupt_record";
    private static final StructType FIELDS = new StructType()
            .add("serviceName", DataTypes.StringType)
            .add("bussinessRst", DataTypes.StringType)
            .add("chargefee", DataTypes.StringType)
            .add("requestId", DataTypes.StringType)
            .add("RequestId", DataTypes.StringType)
            .add("receiveNotifyTime", DataTypes.StringType)
            .add("cityCode", DataTypes.StringType)
            .add(CORRUPT, DataTypes.StringType);

    private Counting() {}

    static Dataset<Row> of(Dataset<Row> batch) {
        Column order = col(KIND).equalTo(ORDER);
        Column success = order.and(col("bussinessRst").equalTo("0000"));
        Column known = success.and(
                coalesce(col("ended").minus(col("began")).between(lit(0L), lit(24 * 3_600_000L)), lit(false)));
        return batch.select(col("value").cast(DataTypes.StringType).as("text"))
                .select(col("text"), from_json(col("text"), FIELDS).as("record"))
                // from_json parses the first object of a text and ignores the rest
                .select(
                        expr("endswith(rtrim(text), '}') and instr(text, '}{') = 0")
                                .as("whole"),
                        col("record.*"))
                .withColumn("start", expr("if(coalesce(requestId, '') = '', RequestId, requestId)"))
                .withColumn("began", millis("start"))
                .withColumn(KIND, kind())
                .withColumn("ended", when(expr("length(receiveNotifyTime) = 17"), millis("receiveNotifyTime")))
                .groupBy(
                        col(KIND),
                        when(order, col("cityCode")).as(CITY),
                        when(order, expr("substring(start, 1, 12)")).as(MINUTE))
                .agg(
                        count(lit(1)).as(RECORDS),
                        sum(when(success, lit(1L)).otherwise(0L)).as(SUCCEEDED),
                        sum(when(success, col("chargefee").cast(DataTypes.LongType))
                                        .otherwise(0L))
                                .as(AMOUNT),
                        sum(when(known, col("ended").minus(col("began"))).otherwise(0L))
                                .as(DURATION_SUM),
                        sum(when(success.and(known.unary_$bang()), lit(1L)).otherwise(0L))
                                .as(DURATION_UNKNOWN));
    }

    /** Spark's patterns cannot separate milliseconds from the preceding digits. */
    private static Column millis(String text) {
        return expr("unix_timestamp(substring(" + text + ", 1, 14), 'yyyyMMddHHmmss') * 1000 + cast(substring(" + text
                + ", 15, 3) as bigint)");
    }

    private static Column kind() {
        return when(col("whole").unary_$bang().or(col(CORRUPT).isNotNull()), "rejected:malformed")
                .when(isMissing("serviceName"), "rejected:no-service")
                .when(col("serviceName").notEqual("reChargeNotifyReq"), "ignored")
                .when(isMissing("bussinessRst"), "rejected:bad-result")
                .when(isNoNumber("chargefee", 18), "rejected:bad-amount")
                .when(col("chargefee").cast(DataTypes.LongType).gt(100_000_000L), "rejected:bad-amount")
                .when(col("began").isNull(), "rejected:bad-start")
                .when(expr("start < '2000' or start >= '2100'"), "rejected:bad-start")
                .when(isNoNumber("cityCode", 6), "rejected:bad-region")
                .otherwise(ORDER);
    }

    private static Column isMissing(String field) {
        return coalesce(col(field), lit("")).equalTo("");
    }

    private static Column isNoNumber(String field, int mostDigits) {
        return coalesce(col(field), lit(""))
                .rlike("^[0-9]{1," + mostDigits + "}$")
                .unary_$bang();
    }
}
