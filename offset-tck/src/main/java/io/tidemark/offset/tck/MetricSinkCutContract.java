package io.tidemark.offset.tck;

import static io.tidemark.offset.tck.fixture.Counter.orders;
import static io.tidemark.offset.tck.fixture.Counter.tags;
import static io.tidemark.offset.tck.fixture.CutWrites.failedBy;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.Cut;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link MetricSink} that reaches its data over a connection, if that connection breaks. It
 * complements {@link MetricSinkContract}. The subclass breaks the connection: by a proxy before the server, or a
 * wrapper of the client.
 *
 * @since 0.1
 */
public abstract class MetricSinkCutContract extends OffsetStoreCutContract {

    /** For subclasses. */
    protected MetricSinkCutContract() {}

    /** Opens a sink on this test's data, which are empty at first. None of its connections is broken. */
    protected abstract MetricSink openSink();

    /**
     * Opens a sink on the same data whose next write loses its connection; reads before it and all calls after it reach
     * the server.
     *
     * @param cut the point of the write
     */
    protected abstract MetricSink openSink(Cut cut);

    /** Opens a reader of this test's data. */
    protected abstract MetricReader openReader();

    @Override
    protected final OffsetStore openStore() {
        return openSink();
    }

    @Override
    protected final OffsetStore openStore(Cut cut) {
        return openSink(cut);
    }

    @Test
    void metricsShareTheFateOfTheLedger() {
        Counter observer = new Counter(openSink(), openReader(), GROUP).starting(FIRST);
        observer.write(range(FIRST, 0, 10), orders(10));
        for (Cut cut : Cut.values()) {
            Counter counter = new Counter(openSink(cut), openReader(), GROUP);

            failedBy(cut, () -> counter.write(range(FIRST, 10, 12), orders(2)));

            long expected = cut == Cut.ANSWER_LOST ? 12 : 10;
            assertThat(observer.ledger()).as("after a cut %s", cut).containsOnly(Map.entry(FIRST, expected));
            assertThat(observer.totals("orders"))
                    .as("after a cut %s", cut)
                    .containsOnly(Map.entry(tags(), new Sum(expected)));
        }
    }
}
