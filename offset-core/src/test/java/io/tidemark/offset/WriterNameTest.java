package io.tidemark.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who writes, and how a conflict tells it. */
class WriterNameTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final WriterName ONE = new WriterName("worker-1:4711:k3f9x2");

    @Test
    void thisProcessIsNamedByItsHostItsNumberAndASuffixAndAlwaysTheSame() {
        assertThat(WriterName.ofThisProcess().value())
                .matches("[A-Za-z0-9._-]+:" + ProcessHandle.current().pid() + ":[a-z2-9]{6}");
        assertThat(WriterName.ofThisProcess()).isSameAs(WriterName.ofThisProcess());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "line\nbreak", "中", "tab\t"})
    void aNameThatIsNotVisibleAsciiIsRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WriterName(value))
                .withMessageStartingWith("Cannot name a writer '" + value + "'");
        assertThat(WriterName.ofStored(value)).isEmpty();
    }

    @Test
    void aNameIsBounded() {
        String longest = "x".repeat(WriterName.MAX_LENGTH);

        assertThat(WriterName.ofStored(longest)).contains(new WriterName(longest));
        assertThatIllegalArgumentException().isThrownBy(() -> new WriterName(longest + "x"));
    }

    @Test
    void aConflictNamesTheWriterThatWasRefusedAndThoseThatStoredWhatItFound() {
        OffsetConflictException conflict =
                new OffsetConflictException(GROUP, ONE, List.of(conflict(0, "b"), conflict(1, "a"), conflict(2, "b")));

        assertThat(conflict.writer()).isEqualTo(ONE);
        assertThat(conflict)
                .hasMessageStartingWith("Cannot move the offsets of group recharge as writer worker-1:4711:k3f9x2: "
                        + "orders-0 expected 5, found 8")
                .hasMessageContaining("found 8; the stored offsets were written by a, b. Another driver of this group");
    }

    @Test
    void aConflictNamesAtMostThreeOfTheOthers() {
        assertThat(new OffsetConflictException(
                        GROUP, ONE, List.of(conflict(0, "a"), conflict(1, "b"), conflict(2, "c"), conflict(3, "d"))))
                .hasMessageContaining("written by a, b, c, and 1 more writers.");
    }

    @Test
    void aConflictWithWhatNobodyKnowsTheWriterOfSaysNothingOfIt() {
        assertThat(new OffsetConflictException(
                        GROUP,
                        List.of(new OffsetConflictException.Conflict(
                                new TopicPartition("orders", 0), 5, Optional.of(8L)))))
                .hasMessageContaining("as writer " + WriterName.ofThisProcess())
                .hasMessageNotContaining("the stored offsets were written by");
    }

    private static OffsetConflictException.Conflict conflict(int partition, String writer) {
        return new OffsetConflictException.Conflict(
                new TopicPartition("orders", partition),
                5,
                Optional.of(8L),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new WriterName(writer)));
    }
}
