package io.tidemark.offset.hdfs;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.hdfs.internal.files.RefusedSchemes;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens stores by URLs such as {@code hdfs://namenode:8020/tidemark}, with a client of their own. Hadoop's settings are
 * those of {@code core-site.xml} and {@code hdfs-site.xml} on the class path and in {@code HADOOP_CONF_DIR}. Of
 * Hadoop's other file systems, it only says why they cannot hold offsets.
 *
 * @since 0.1
 */
public final class HdfsStoreProvider implements OffsetStoreProvider {

    /** For the service loader. */
    public HdfsStoreProvider() {}

    @Override
    public Set<String> schemes() {
        Set<String> schemes = new TreeSet<>(RefusedSchemes.names());
        schemes.add("hdfs");
        return schemes;
    }

    @Override
    public String example() {
        return "hdfs://namenode:8020/directory";
    }

    @Override
    public OpenOffsetStore open(StoreSettings settings) {
        if (RefusedSchemes.names().contains(settings.scheme())) {
            throw new IllegalArgumentException("Cannot open the offset store at " + settings.address() + ": "
                    + RefusedSchemes.reason(settings.scheme()) + ". Use HDFS (hdfs://), or a store of another kind");
        }
        try {
            return HdfsClient.open(settings);
        } catch (NoClassDefFoundError missing) {
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": the class path has no Hadoop client ("
                            + missing.getMessage() + "). It comes with Spark; a program without Spark adds"
                            + " org.apache.hadoop:hadoop-client-api and hadoop-client-runtime, 3.3 or later",
                    missing);
        }
    }
}
