package io.tidemark.offset.zookeeper.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.apache.zookeeper.common.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a-b", "c", "recharge.v2_x", "...", ".a", "充值监控", "caf\u00e9", "a b", "a:b", "a\\b", "\u200B"})
    void ordinaryNamesStayAsTheyAre(String name) {
        assertThat(NodeName.of(name)).isEqualTo(name);
    }

    @Test
    void whatNodesCannotBeCalledIsEscaped() {
        assertThat(NodeName.of("a/b")).isEqualTo("a%2Fb");
        assertThat(NodeName.of("a%2Fb")).isEqualTo("a%252Fb");
        assertThat(NodeName.of(".")).isEqualTo("%2E");
        assertThat(NodeName.of("..")).isEqualTo("%2E.");
        assertThat(NodeName.of("a\nb")).isEqualTo("a%0Ab");
        assertThat(NodeName.of("\uD83D\uDCB0")).isEqualTo("%F0%9F%92%B0");
        assertThat(NodeName.of("\u0085")).isEqualTo("%C2%85");
    }

    @Test
    void everyCharacterGivesAValidNameAndComesBack() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT).forEach(point -> {
            String text = "a" + Character.toString(point) + "%2F";
            String name = NodeName.of(text);
            PathUtils.validatePath("/" + name);
            if (!NodeName.text(name).equals(text)) {
                throw new AssertionError("U+" + Integer.toHexString(point) + " became " + name);
            }
        });
    }

    @Test
    void halvesOfPairsAreToldApart() {
        assertThat(NodeName.text(NodeName.of("\uD83D"))).isEqualTo("\uD83D");
        assertThat(NodeName.text(NodeName.of("\uDCB0\uD83D"))).isEqualTo("\uDCB0\uD83D");
        assertThat(NodeName.of("\uD83D")).isNotEqualTo(NodeName.of("\uD83E"));
    }

    @Test
    void wordsHoldNoSpaceAndAreNeverEmpty() {
        assertThat(NodeName.word("a b")).isEqualTo("a%20b");
        assertThat(NodeName.text(NodeName.word(""))).isEmpty();
        assertThat(NodeName.word("")).isNotEmpty();
        assertThat(NodeName.text(NodeName.word(" %20 "))).isEqualTo(" %20 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%", "a%2", "a%2x", "%F0%9F", "%ff%ff", "%F0a"})
    void whatThisNeverWritesIsRefused(String name) {
        assertThatThrownBy(() -> NodeName.text(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
