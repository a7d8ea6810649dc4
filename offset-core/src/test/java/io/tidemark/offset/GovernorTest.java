package io.tidemark.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class GovernorTest {

    @Test
    void whatIsWrittenAsTextIsReadBack() {
        for (Governor governor : List.of(
                Governor.store(), Governor.sink("store"), Governor.sink(" a sink "), Governor.sink("\uD83D\uDCB0"))) {
            assertThat(Governor.ofText(governor.text())).isEqualTo(governor);
        }
    }

    @Test
    void aSinksDescriptionBecomesOneLineOfBoundedLength() {
        assertThat(Governor.sink("a\nb\u0000c\uD800d").text()).isEqualTo("sink a?b?c?d");
        assertThat(Governor.sink("\uD83D\uDCB0".repeat(300)).text().codePoints())
                .hasSize(255);
        assertThat(Governor.sink("").text()).isEqualTo("sink a sink without a name");
    }

    @Test
    void theUrlOfALedgerIsTheOneInItsDescription() {
        assertThat(new Governor.Sink("RedisMetricSink on redis://10.0.0.7:6379?key-prefix=a%20b").url())
                .contains("redis://10.0.0.7:6379?key-prefix=a%20b");
        assertThat(new Governor.Sink("RedisMetricSink on Redis").url()).isEmpty();
        Governor cut = Governor.sink("RedisMetricSink on redis://" + "h".repeat(300));
        assertThat(((Governor.Sink) cut).url()).isEmpty();
    }

    @Test
    void aLedgerThatIsUsedAsAStoreGovernsItself() {
        InMemoryOffsetStore ledger = new InMemoryOffsetStore();

        assertThat(Governor.sink(ledger).seenFrom(ledger)).isEqualTo(Governor.store());
        assertThat(Governor.sink("another").seenFrom(ledger)).isEqualTo(Governor.sink("another"));
    }

    @Test
    void aTextOfALaterVersionIsRefused() {
        for (String text : List.of("", "sink ", "quorum a,b")) {
            assertThatThrownBy(() -> Governor.ofText(text))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("Cannot read what governs a group from '" + text + "'");
        }
    }
}
