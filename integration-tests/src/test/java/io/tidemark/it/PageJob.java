package io.tidemark.it;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.jspecify.annotations.NullUnmarked;
import redis.clients.jedis.UnifiedJedis;

/** What code in a page may use without having made it. Where the code is only compiled, nothing of it is there. */
@NullUnmarked
@SuppressWarnings("deprecation") // old loops run on it
public abstract class PageJob {

    /** What was handled. */
    static final List<String> HANDLED = new CopyOnWriteArrayList<>();

    protected JavaSparkContext spark;
    protected JavaStreamingContext streaming;
    protected Map<String, Object> kafkaParams;
    protected Map<String, Object> params;
    protected String topic;
    protected int partitions;
    protected String zookeeper;
    protected DataSource dataSource;
    protected DataSource source;
    protected UnifiedJedis redis;
    protected GroupId group;
    protected MySqlOffsetStore store;
    protected MetricSink sink;
    protected MetricReader reader;
    protected StreamSettings<String, String> settings;
    protected SparkSession session;
    protected OpenOffsetStore old;
    protected OpenOffsetStore fresh;

    private ManagedStream kept;

    /** The code of the page. */
    public abstract void run() throws Exception;

    protected static void handle(String value) {
        HANDLED.add(value);
    }

    protected void keep(ManagedStream stream) {
        kept = stream;
    }

    ManagedStream kept() {
        return kept;
    }
}
