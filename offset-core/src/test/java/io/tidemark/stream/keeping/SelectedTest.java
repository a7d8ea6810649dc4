package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.TopicSelection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SelectedTest {

    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final TopicPartition OTHER = new TopicPartition("refunds", 0);
    private static final Map<TopicPartition, Long> ALL = Map.of(FIRST, 1L, SECOND, 2L, OTHER, 3L);

    @Test
    void singlePartitionsHideTheOthersOfTheirTopics() {
        TopicSelection selection = TopicSelection.partitions(List.of(SECOND));

        assertThat(Selected.includes(selection, SECOND)).isTrue();
        assertThat(Selected.includes(selection, FIRST)).isFalse();
        assertThat(Selected.only(selection, ALL)).isEqualTo(Map.of(SECOND, 2L));
    }

    @Test
    void topicsIncludeAllTheirPartitions() {
        assertThat(Selected.includes(TopicSelection.named("orders"), SECOND)).isTrue();
        assertThat(Selected.includes(TopicSelection.named("orders"), OTHER)).isFalse();
        assertThat(Selected.includes(TopicSelection.matching(Pattern.compile("ref.*")), OTHER))
                .isTrue();
        assertThat(Selected.includes(TopicSelection.matching(Pattern.compile("ref")), OTHER))
                .isFalse();
        assertThat(Selected.only(TopicSelection.named("orders"), ALL)).isEqualTo(ALL);
    }
}
