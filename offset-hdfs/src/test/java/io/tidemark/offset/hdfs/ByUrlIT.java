package io.tidemark.offset.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was opened by one URL, with a client of its own. */
@Tag("long")
class ByUrlIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final String path = SharedHdfs.unusedDirectory().toUri().getPath();

    @Test
    void aUrlOpensAStoreInItsDirectory() {
        try (OpenOffsetStore opened =
                OffsetStores.open(SharedHdfs.uri() + path + "/?timeout=20s&keep=5&writer=worker-1")) {
            opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

            assertThat(opened).hasToString(SharedHdfs.uri() + path + "/");
            assertThat(opened.store().load(GROUP).values())
                    .extracting(StoredOffset::writer)
                    .containsExactly(Optional.of(new WriterName("worker-1")));
        }
        assertThat(new HdfsOffsetStore(SharedHdfs.files(), new org.apache.hadoop.fs.Path(SharedHdfs.uri() + path))
                        .load(GROUP))
                .containsKey(PARTITION);
    }

    @Test
    void aNameServiceIsFoundInTheClustersFiles(@TempDir java.nio.file.Path conf) throws IOException {
        Files.writeString(conf.resolve("core-site.xml"), site(Map.of("fs.defaultFS", "hdfs://cluster")));
        Files.writeString(conf.resolve("hdfs-site.xml"), site(nameService()));
        for (String url : new String[] {"hdfs://cluster" + path, "hdfs:" + path}) {
            try (OpenOffsetStore opened = OffsetStores.open(url, Map.of("conf-dir", conf.toString()))) {
                opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
                assertThat(opened.store().load(GROUP)).containsKey(PARTITION);
            }
        }
    }

    /** The first name node of the service does not run. */
    private static Map<String, String> nameService() {
        return Map.of(
                "dfs.nameservices", "cluster",
                "dfs.ha.namenodes.cluster", "nn1,nn2",
                "dfs.namenode.rpc-address.cluster.nn1", "127.0.0.1:1",
                "dfs.namenode.rpc-address.cluster.nn2", SharedHdfs.server().address(),
                "dfs.client.failover.proxy.provider.cluster",
                        "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider");
    }

    private static String site(Map<String, String> settings) {
        StringBuilder text = new StringBuilder("<configuration>\n");
        settings.forEach((key, value) -> text.append("<property><name>")
                .append(key)
                .append("</name><value>")
                .append(value)
                .append("</value></property>\n"));
        return text.append("</configuration>\n").toString();
    }

    @Test
    void aNameServiceWithoutTheClustersFilesIsNamed() {
        assertThatThrownBy(() -> OffsetStores.open("hdfs://no-such-service.invalid" + path))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll(
                        "Cannot open the offset store at hdfs://no-such-service.invalid" + path
                                + ": UnknownHostException",
                        "set HADOOP_CONF_DIR");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open("hdfs://nn1:8020,nn2:8020?keep=0&user=job"))
                .withMessageContainingAll(
                        "Cannot open the offset store at hdfs://nn1:8020,nn2:8020: ",
                        "keep is '0', and not a number from 1 to 100000",
                        "the URL must name one name node or name service",
                        "the URL must name a directory, hdfs://namenode:8020/directory",
                        "there is no setting 'user'; the settings are conf-dir, hadoop.*, keep, timeout, writer");
    }

    @Test
    void otherFileSystemsAreRefusedWithTheReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open("s3a://bucket/tidemark"))
                .withMessageContainingAll(
                        "Cannot open the offset store at s3a://bucket/tidemark: it has no rename",
                        "Use HDFS (hdfs://)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open("file:/tmp/tidemark"))
                .withMessageContaining("its rename checks for an existing file in a separate step");
    }
}
