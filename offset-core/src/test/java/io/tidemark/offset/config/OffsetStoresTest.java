package io.tidemark.offset.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store by its URL, with what is on this module's class path. */
class OffsetStoresTest {

    @Test
    void aStoreIsOpenedByItsUrl() {
        try (OpenOffsetStore opened = OffsetStores.open("memory:?writer=worker-1")) {
            Map<TopicPartition, StoredOffset> stored = opened.store()
                    .initialize(new GroupId("g"), Map.of(new TopicPartition("orders", 0), StoredOffset.of(5)));

            assertThat(stored.values())
                    .extracting(StoredOffset::writer)
                    .containsExactly(Optional.of(new WriterName("worker-1")));
            assertThat(opened).hasToString("memory:");
        }
    }

    @Test
    void aStoreIsOpenedByAConfigBlock() {
        try (OpenOffsetStore opened = OffsetStores.open(Map.of("url", "MEMORY:", "writer", "worker-1"))) {
            assertThat(opened).hasToString("memory:");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://u:hunter2@db/offsets, add io.tidemark:tidemark-offset-mysql to the job",
        "jdbc:mysql://db/offsets?password=hunter2, add io.tidemark:tidemark-offset-mysql to the job",
        "zookeeper://zk:2181, add io.tidemark:tidemark-offset-zookeeper to the job",
        "kafka://broker:9092, add io.tidemark:tidemark-offset-kafka to the job",
        "redis://:hunter2@cache, add io.tidemark:tidemark-metrics-redis to the job",
        "jdbc:postgresql://db/offsets?password=hunter2, add io.tidemark:tidemark-offset-postgresql to the job",
        "etcd://:hunter2@cache, 'mysql, mariadb, postgresql, zookeeper, hbase, kafka, hdfs, redis and memory'"
    })
    void aStoreThatIsNotThereIsNamedWithWhatToAddAndWhatIsThere(String url, String advice) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open(url))
                .withMessageStartingWith("Cannot open an offset store of scheme '")
                .withMessageContaining(advice)
                .withMessageEndingWith("available are memory:")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "/no/scheme", " ", "//db/offsets"})
    void aTextWithoutASchemeIsRefusedAndNotShown(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open(url))
                .withMessage(
                        "Cannot open an offset store: the URL does not begin with a scheme and a colon; available are"
                                + " memory:");
    }

    @Test
    void aBlockWithoutAUrlIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open(Map.of("writer", "worker-1")))
                .withMessage("Cannot open an offset store: 'url' is not set; available are memory:");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        OffsetStores.open("memory:name?writer=two%20words&timeot=5s", Map.of("pasword", "hunter2")))
                .withMessage(
                        "Cannot open the offset store at memory:name: (1) writer is 'two words', and not a name of 1 to"
                                + " 128 visible ASCII characters without spaces; (2) a store in memory has no"
                                + " address; use"
                                + " memory:; (3) there is no setting 'pasword'; the settings are writer; (4) there"
                                + " is no"
                                + " setting 'timeot'; the settings are writer");
    }

    @Test
    void closingClosesTheClientOnce() {
        AtomicInteger closed = new AtomicInteger();
        OpenOffsetStore opened =
                new OpenOffsetStore(OffsetStores.open("memory:").store(), "memory:", closed::incrementAndGet);

        opened.close();
        opened.close();

        assertThat(closed).hasValue(1);
    }
}
