package io.tidemark.offset.hdfs;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.hdfs.internal.files.Call;
import io.tidemark.offset.hdfs.internal.files.Calls;
import io.tidemark.offset.hdfs.internal.files.ClientSettings;
import io.tidemark.offset.hdfs.internal.files.FileFailure;
import io.tidemark.offset.hdfs.internal.files.FileSystems;
import io.tidemark.offset.hdfs.internal.files.HdfsRemedies;
import io.tidemark.offset.spi.PercentEncoding;
import io.tidemark.offset.spi.StoreSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates a client of HDFS and a store on it. Apart from the provider, which also loads without a Hadoop client. */
final class HdfsClient {

    private static final Logger LOG = LoggerFactory.getLogger(HdfsClient.class);
    private static final int MOST_KEPT = 100_000;

    private HdfsClient() {}

    static OpenOffsetStore open(StoreSettings settings) {
        HdfsStoreOptions options = HdfsStoreOptions.defaults().writer(settings.writer());
        Optional<Duration> timeout = settings.duration("timeout");
        if (timeout.isPresent()) {
            options = options.timeout(timeout.get());
        }
        Optional<Integer> keep = settings.number("keep", 1, MOST_KEPT);
        if (keep.isPresent()) {
            options = options.keep(keep.get());
        }
        Optional<String> confDir = settings.text("conf-dir");
        Map<String, String> single = settings.startingWith("hadoop.");
        if (settings.hosts().contains(",")) {
            settings.problem(
                    "the URL must name one name node or name service; the name nodes of a name service are in the"
                            + " cluster's hdfs-site.xml (HADOOP_CONF_DIR, or conf-dir)");
        }
        String path = settings.path().replaceAll("/+$", "");
        if (path.isEmpty()) {
            settings.problem("the URL must name a directory, hdfs://namenode:8020/directory");
        }
        settings.requireValid();
        return connect(settings, options, ClientSettings.create(confDir, single, options.timeout()), path);
    }

    private static OpenOffsetStore connect(
            StoreSettings settings, HdfsStoreOptions options, Configuration hadoop, String path) {
        URI server = settings.hosts().isEmpty()
                ? ClientSettings.defaultFileSystem(hadoop)
                : URI.create("hdfs://" + settings.hosts());
        if (!"hdfs".equals(server.getScheme())) {
            throw new IllegalArgumentException("Cannot open the offset store at " + settings.address()
                    + ": the URL names no name node, and fs.defaultFS of Hadoop's settings is " + server
                    + "; name one, hdfs://namenode:8020" + path + ", or set HADOOP_CONF_DIR");
        }
        FileSystem client = client(settings, server, hadoop);
        try {
            DistributedFileSystem files = FileSystems.require(client);
            Path directory = new Path(server.getScheme(), server.getAuthority(), PercentEncoding.decode(path));
            requireAnswer(settings, files, directory, options.timeout());
            return new OpenOffsetStore(
                    new HdfsOffsetStore(files, directory, options), settings.address(), () -> close(client));
        } catch (RuntimeException failure) {
            close(client);
            throw failure;
        }
    }

    private static FileSystem client(StoreSettings settings, URI server, Configuration hadoop) {
        try {
            return FileSystem.newInstance(server, hadoop);
        } catch (IOException failure) {
            throw unreachable(settings, failure);
        } catch (IllegalArgumentException failure) {
            if (failure.getCause() instanceof UnknownHostException unknown) {
                throw unreachable(settings, unknown);
            }
            throw failure;
        }
    }

    private static void requireAnswer(
            StoreSettings settings, DistributedFileSystem files, Path directory, Duration limit) {
        try {
            Calls.run(Call.within(limit), () -> exists(files, directory));
        } catch (FileFailure failure) {
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": " + failure.reason(), failure);
        }
    }

    private static boolean exists(DistributedFileSystem files, Path directory) throws IOException {
        try {
            return files.getFileStatus(directory).isDirectory();
        } catch (FileNotFoundException notYet) {
            return false;
        }
    }

    private static OffsetStoreException unreachable(StoreSettings settings, IOException failure) {
        return new OffsetStoreException(
                "Cannot open the offset store at " + settings.address() + ": " + HdfsRemedies.describe(failure)
                        + HdfsRemedies.advice(HdfsRemedies.code(failure)),
                failure);
    }

    private static void close(FileSystem client) {
        try {
            client.close();
        } catch (IOException failure) {
            LOG.warn("Closing the client of {} failed: {}", client.getUri(), failure.toString());
        }
    }
}
