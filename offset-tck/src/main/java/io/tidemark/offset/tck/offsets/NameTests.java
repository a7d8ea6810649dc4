package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.TOPIC;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Every name that Kafka allows is kept unchanged, and different names stay different.
 *
 * @since 0.1
 */
public interface NameTests extends OffsetsFixture {

    @Test
    default void topicsThatDifferInCaseAreTwo() {
        assertToldApart(List.of("group"), List.of("orders", "Orders", "ORDERS"));
    }

    @Test
    default void groupsThatDifferInCaseAreTwo() {
        assertToldApart(List.of("group", "Group", "GROUP"), List.of(TOPIC));
    }

    @Test
    default void namesAreNotRunTogether() {
        assertToldApart(
                List.of("a", "a-b", "a-b-c", "a.b", "a_b", "a.b.c", "a_b_c", "a:b", "a/b", "a,b", "a|b", "a b"),
                List.of("b-c", "c", "b.c", "b_c", "b-c-0", "b.c.0", "c-0", "d"));
    }

    @Test
    default void topicsOfDotsUnderscoresAndDashesAreToldApart() {
        assertToldApart(
                List.of("group"),
                List.of("a.b", "a_b", "a-b", "ab", "a..b", "...", "_", "__", "-", "a-", "0", "00", "1e1", "10"));
    }

    @Test
    default void groupsOfAnyCharactersAreToldApart() {
        assertToldApart(
                List.of(
                        "a/b",
                        "/a/b",
                        "a%2Fb",
                        "a%2fb",
                        "a%b",
                        "a%%b",
                        "a_b",
                        "a\\b",
                        "a\\\\b",
                        "a'b",
                        "a''b",
                        "a\"b",
                        "a`b",
                        "a;b",
                        "a--b",
                        "a*b",
                        "a?b",
                        "[a]b",
                        "{a}b",
                        "a\tb",
                        "a\nb",
                        "a\r\nb",
                        ".",
                        "..",
                        "'; drop table offset_tb; --",
                        "${a}",
                        "#{a}",
                        "null",
                        "NULL",
                        "0",
                        "00"),
                List.of(TOPIC));
    }

    @Test
    default void groupsInAnyScriptAreToldApart() {
        assertToldApart(
                List.of(
                        "充值监控",
                        "充值監控",
                        "strasse",
                        "straße",
                        "caf\u00e9",
                        "cafe\u0301",
                        "cafe",
                        "İ",
                        "I",
                        "i",
                        "ı",
                        "\uFB01ve",
                        "five",
                        "recharge\uD83D\uDCB0",
                        "recharge\uD83D\uDCB1",
                        "recharge",
                        "recharge\u200B",
                        "п\u0430",
                        "пa"),
                List.of(TOPIC));
    }

    @Test
    default void spacesAroundAGroupBelongToIt() {
        assertToldApart(List.of("a", "a ", " a", "a  ", "a\u00A0", "a\u3000", "a\t"), List.of(TOPIC));
    }

    @Test
    default void theLongestNamesAreKept() {
        String longTopic = "t".repeat(248);
        String longGroup = "g".repeat(254);
        assertToldApart(
                List.of(longGroup + "1", longGroup + "2", longGroup),
                List.of(longTopic + "1", longTopic + "2", longTopic));
    }

    @Test
    default void theLongestGroupsOfAnyScriptAreKept() {
        String longGroup = "充".repeat(254);
        assertToldApart(List.of(longGroup + "值", longGroup + "監", longGroup), List.of(TOPIC));
    }

    @Test
    default void partitionsAreToldApartFromDigitsOfTheTopic() {
        Driver driver = Driver.on(openOffsets());
        Map<TopicPartition, Long> offsets = Map.of(
                new TopicPartition("t", 11),
                1L,
                new TopicPartition("t1", 1),
                2L,
                new TopicPartition("t-1", 1),
                3L,
                new TopicPartition("t", 1),
                4L,
                new TopicPartition("t-1-1", 0),
                5L,
                new TopicPartition("t-1", 10),
                6L);

        driver.startingAt(offsets);

        assertThat(driver.stored("t", "t1", "t-1", "t-1-1")).isEqualTo(offsets);
    }

    /** Gives every group and topic its own offset, moves one after the other, and checks all of them. */
    private void assertToldApart(List<String> groups, List<String> topics) {
        OffsetStore store = openOffsets();
        Map<GroupId, Map<TopicPartition, Long>> expected = new HashMap<>();
        long next = 1;
        for (String group : groups) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (String topic : topics) {
                offsets.put(new TopicPartition(topic, 0), next++);
            }
            Driver driver = new Driver(store, new GroupId(group)).startingAt(offsets);
            for (TopicPartition partition : Stream.of(topics.get(0), topics.get(topics.size() - 1))
                    .distinct()
                    .map(topic -> new TopicPartition(topic, 0))
                    .toList()) {
                long offset = offsets.getOrDefault(partition, 0L);
                driver.commit(range(partition, offset, offset + 1_000));
                offsets.put(partition, offset + 1_000);
            }
            expected.put(new GroupId(group), offsets);
        }

        expected.forEach((group, offsets) -> assertThat(new Driver(store, group).everything())
                .as("what is stored for group '%s'", group)
                .isEqualTo(offsets));
    }
}
