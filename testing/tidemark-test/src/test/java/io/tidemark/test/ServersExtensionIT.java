package io.tidemark.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.servers.TestKafka;
import io.tidemark.servers.TestRedis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

@TidemarkTest
class ServersExtensionIT {

    private static final GroupId GROUP = new GroupId("test");

    /** What the tests of {@link Asking} were given. */
    private static final List<TestRedis> GIVEN = new ArrayList<>();

    @TidemarkTest
    static class Asking {

        @Test
        void first(TestRedis shared, @OwnServer TestRedis own) {
            given(shared, own);
        }

        @Test
        void second(TestRedis shared, @OwnServer TestRedis own) {
            given(shared, own);
        }

        private static void given(TestRedis shared, TestRedis own) {
            assertThat(shared.isRunning() && own.isRunning()).isTrue();
            GIVEN.addAll(List.of(shared, own));
        }
    }

    @Test
    void testsShareAServerOrHaveTheirOwnAndAllEndWithTheRun() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(Asking.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2));
        assertThat(GIVEN).hasSize(4);
        assertThat(GIVEN.get(2)).isSameAs(GIVEN.get(0));
        assertThat(GIVEN.get(3)).isNotSameAs(GIVEN.get(1)).isNotSameAs(GIVEN.get(0));
        assertThat(GIVEN).noneMatch(TestRedis::isRunning);
    }

    @Test
    void aTopicKnowsItsRecordsAndWhetherTheyAreStored(TestKafka kafka) {
        TestTopic topic = TestTopic.create(kafka, 2);
        topic.appendNumbers(0, 3);
        topic.append(List.of("four"));
        assertThat(topic.values()).containsExactly("0", "1", "2", "four");
        assertThat(topic.ends().values()).containsExactly(2L, 2L);

        InMemoryOffsetStore store = new InMemoryOffsetStore();
        assertThat(topic.isStored(store, GROUP)).isFalse();
        store.initialize(GROUP, offsets(topic, 2));
        assertThat(topic.isStored(store, GROUP)).isTrue();

        InMemoryOffsetStore ahead = new InMemoryOffsetStore();
        ahead.initialize(GROUP, offsets(topic, 3));
        assertThatThrownBy(() -> topic.isStored(ahead, GROUP))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has stored offset 3 of " + topic + "-")
                .hasMessageContaining("but the log ends at 2");
    }

    private static Map<TopicPartition, StoredOffset> offsets(TestTopic topic, long each) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        topic.ends().keySet().forEach(partition -> offsets.put(partition, StoredOffset.of(each)));
        return offsets;
    }
}
