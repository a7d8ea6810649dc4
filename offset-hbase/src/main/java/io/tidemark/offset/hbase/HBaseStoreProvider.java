package io.tidemark.offset.hbase;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Set;

/**
 * Opens stores by URLs such as {@code hbase://zk1,zk2:2181/namespace:table}, with the hosts of HBase's ZooKeeper, or
 * {@code hbase+rpc://server:16000,server:16020/table}, with masters and region servers. Without hosts,
 * {@code hbase:/table}, the {@code hbase-site.xml} on the class path names the cluster. Settings whose keys begin with
 * {@code hbase.}, {@code hadoop.} or {@code zookeeper.} are HBase's own.
 *
 * @since 0.1
 */
public final class HBaseStoreProvider implements OffsetStoreProvider {

    /** For the service loader. */
    public HBaseStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("hbase", "hbase+zk", "hbase+rpc");
    }

    @Override
    public String example() {
        return "hbase://zookeeper-host:2181/namespace:table";
    }

    @Override
    public OpenOffsetStore open(StoreSettings settings) {
        try {
            return HBaseConnections.open(settings);
        } catch (NoClassDefFoundError missing) {
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": the class " + missing.getMessage()
                            + " is not on the class path; add HBase's client (org.apache.hbase:hbase-client), and"
                            + " without Spark Hadoop's (org.apache.hadoop:hadoop-client-runtime), as the page on HBase"
                            + " describes",
                    missing);
        }
    }
}
