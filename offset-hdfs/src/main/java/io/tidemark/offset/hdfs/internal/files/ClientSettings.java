package io.tidemark.offset.hdfs.internal.files;

import java.io.File;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/**
 * Hadoop's settings of a client that is opened by a URL: {@code core-site.xml} and {@code hdfs-site.xml} of the class
 * path, of a directory, and single settings. Where they set nothing, waits are shorter than Hadoop's defaults.
 */
public final class ClientSettings {

    private static final String[] FILES = {"core-site.xml", "hdfs-site.xml"};

    private ClientSettings() {}

    /**
     * Creates the settings.
     *
     * @param directory holds the cluster's files; empty for {@code HADOOP_CONF_DIR}, if that is set
     * @param single settings that override all others
     * @param timeout the time limit of a call of the store
     */
    public static Configuration create(Optional<String> directory, Map<String, String> single, Duration timeout) {
        Configuration settings = new HdfsConfiguration();
        directory
                .or(() -> Optional.ofNullable(System.getenv("HADOOP_CONF_DIR")))
                .filter(given -> !given.isBlank())
                .ifPresent(given -> addFiles(settings, new File(given)));
        bound(settings, timeout);
        single.forEach(settings::set);
        return settings;
    }

    /** The file system that Hadoop's settings name as the default. */
    public static URI defaultFileSystem(Configuration settings) {
        return org.apache.hadoop.fs.FileSystem.getDefaultUri(settings);
    }

    private static void addFiles(Configuration settings, File directory) {
        for (String name : FILES) {
            File file = new File(directory, name);
            if (file.isFile()) {
                settings.addResource(new Path(file.toURI()));
            }
        }
    }

    /** Hadoop's defaults wait for a name node that does not answer for as long as it takes. */
    private static void bound(Configuration settings, Duration timeout) {
        int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        setDefault(settings, "ipc.client.connect.timeout", Math.min(5_000, millis));
        setDefault(settings, "ipc.client.connect.max.retries", 2);
        setDefault(settings, "ipc.client.connect.max.retries.on.timeouts", 2);
        setDefault(settings, "ipc.client.rpc-timeout.ms", millis);
        setDefault(settings, "dfs.client.socket-timeout", Math.min(10_000, millis));
        // the client asks whether a file is complete, and asks again after a pause that doubles: 400 ms, 5 times
        setDefault(settings, "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
        setDefault(settings, "dfs.client.block.write.locateFollowingBlock.retries", 11);
    }

    private static void setDefault(Configuration settings, String key, int value) {
        String[] sources = settings.getPropertySources(key);
        boolean isDefault = sources == null || sources.length == 0 || sources[0].endsWith("-default.xml");
        if (isDefault) {
            settings.setInt(key, value);
        }
    }
}
