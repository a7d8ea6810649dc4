package io.tidemark.it.faults;

import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.PrivilegedAction;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The store on HDFS. The job reaches the name node through the proxy, and the data node directly, because the name node
 * tells it where that is. Without Kerberos there are no credentials: the directory is given to another user instead.
 */
abstract class HdfsStoreVictim extends Victim {

    static final Path DIRECTORY = new Path("/jobs");

    private static final String USER = "job";
    private static final FsPermission OWNER_ONLY = new FsPermission("700");

    private final EmbeddedHdfs hdfs;

    HdfsStoreVictim(EmbeddedHdfs hdfs) {
        super(hdfs, WireProtocol.HADOOP, hdfs.address(), Set.of("rename2"));
        this.hdfs = hdfs;
        createDirectory();
    }

    EmbeddedHdfs hdfs() {
        return hdfs;
    }

    @Override
    Target open(Memory memory) {
        return UserGroupInformation.createRemoteUser(USER)
                .doAs((PrivilegedAction<Target>) () -> open(address(), memory));
    }

    @Override
    Target openDirectly(Memory memory) {
        return open(hdfs.address(), memory);
    }

    private static Target open(String address, Memory memory) {
        OpenOffsetStore opened = OffsetStores.open(
                "hdfs://" + address + DIRECTORY, Map.of("timeout", "4s", "hadoop.dfs.replication", "1"));
        return new Target(opened.store(), memory.sink(), memory.sink(), opened::close);
    }

    @Override
    boolean isSink() {
        return false;
    }

    @Override
    void spoilCredentials() {
        operate(files -> files.setOwner(DIRECTORY, "operator", "operator"));
    }

    @Override
    void restoreCredentials() {
        operate(files -> files.setOwner(DIRECTORY, USER, USER));
    }

    /** A data node refuses a name node that was formatted later. */
    @Override
    void removeData() {
        hdfs.dataNode().kill();
        remove(hdfs.dataNode().dataDirectory().resolve("data"));
        remove(hdfs.dataDirectory().resolve("data"));
    }

    @Override
    void prepareEmpty() {
        restartDataNode();
        createDirectory();
    }

    /** Returns when it takes blocks: the name node takes a killed one for a live one for some seconds. */
    void restartDataNode() {
        hdfs.dataNode().restart();
        await().atMost(Ground.STRIKE).ignoreExceptions().until(() -> {
            operate(HdfsStoreVictim::writeProbe);
            return true;
        });
    }

    private static void writeProbe(DistributedFileSystem files) throws IOException {
        try (FSDataOutputStream out = files.create(new Path("/probe"), true)) {
            out.write(1);
        }
    }

    private void createDirectory() {
        operate(files -> {
            files.mkdirs(DIRECTORY, OWNER_ONLY);
            files.setOwner(DIRECTORY, USER, USER);
        });
    }

    /** One action of the operator. */
    @FunctionalInterface
    interface Action {
        void on(DistributedFileSystem files) throws IOException;
    }

    void operate(Action action) {
        try (FileSystem files = FileSystem.newInstance(URI.create(hdfs.uri()), new Configuration())) {
            action.on((DistributedFileSystem) files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        super.close();
        hdfs.close();
    }
}
