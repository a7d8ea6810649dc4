package io.tidemark.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.ExitCodes;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final TopicPartition OTHER = new TopicPartition("refunds", 1);

    @Test
    void aTopicMeansAllOfItsPartitions() {
        assertThat(of("orders").of(Map.of(FIRST, 1, SECOND, 2, OTHER, 3))).containsOnlyKeys(FIRST, SECOND);
    }

    @Test
    void partitionsBehindAColonMeanThese() {
        Selection selection = of("orders:1,7", "refunds");
        assertThat(selection.of(Map.of(FIRST, 1, SECOND, 2, OTHER, 3))).containsOnlyKeys(SECOND, OTHER);
        assertThat(selection.named()).containsExactly(SECOND, new TopicPartition("orders", 7));
        assertThat(selection.namesPartitions()).isTrue();
        assertThat(selection).hasToString("[orders:1,7, refunds]");
    }

    @Test
    void aTopicGivenTwiceAddsUp() {
        assertThat(of("orders:0", "orders:1").includes(SECOND)).isTrue();
        assertThat(of("orders:0", "orders").includes(SECOND)).isTrue();
        assertThat(of("orders", "orders:0").includes(SECOND)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":0", "orders:", "orders:x", "orders:0,", "orders:-1", "or ders", "orders:0:1", "a/b"})
    void whatIsNoTopicIsRefusedByName(String text) {
        assertThatThrownBy(() -> of(text))
                .isInstanceOfSatisfying(CommandException.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCodes.USAGE))
                .hasMessageStartingWith("Cannot read --topic '" + text + "'")
                .hasMessageContaining("orders:0,1");
    }

    private static Selection of(String... texts) {
        return Selection.parse(List.of(texts));
    }
}
