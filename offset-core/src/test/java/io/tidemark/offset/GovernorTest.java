package io.tidemark.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.lang.reflect.Proxy;
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
    void aSinkIsTheLedgerOfAStoreWithItsUrl() {
        Governor sink = Governor.sink("RedisMetricSink on redis://10.0.0.7:6379?key-prefix=a");

        assertThat(sink.seenFrom(describedAs("RedisOffsetStore on redis://10.0.0.7:6379?key-prefix=a")))
                .isEqualTo(Governor.store());
        assertThat(sink.seenFrom(describedAs("RedisOffsetStore on redis://10.0.0.7:6379")))
                .isEqualTo(sink);
        assertThat(Governor.sink("a sink without a URL").seenFrom(describedAs("a store without a URL")))
                .isEqualTo(Governor.sink("a sink without a URL"));
    }

    private static OffsetStore describedAs(String text) {
        return (OffsetStore) Proxy.newProxyInstance(
                GovernorTest.class.getClassLoader(),
                new Class<?>[] {OffsetStore.class},
                (proxy, method, arguments) -> text);
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
