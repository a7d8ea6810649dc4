package io.tidemark.bench.flink;

import io.tidemark.bench.candidate.OrderCell;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.tuple.Tuple6;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the counts of each cell, and gives those that have changed once a second: key, records, encoded cell. */
final class CountCell
        extends KeyedProcessFunction<
                Long, Tuple6<Long, Long, Long, String, String, String>, Tuple3<Long, Long, byte[]>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long MILLIS = 1_000;

    private transient ValueState<OrderCell> state;
    /** Whether a timer is set that will give the cell. */
    private transient ValueState<Boolean> set;

    @SuppressWarnings("NullAway.Init") // Flink calls open before all else
    CountCell() {}

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("cell", OrderCellSerializer.INSTANCE));
        set = getRuntimeContext().getState(new ValueStateDescriptor<>("set", Types.BOOLEAN));
    }

    @Override
    public void processElement(
            Tuple6<Long, Long, Long, String, String, String> read,
            Context context,
            Collector<Tuple3<Long, Long, byte[]>> out)
            throws Exception {
        OrderCell known = state.value();
        OrderCell cell = known == null ? new OrderCell() : known;
        state.update(cell.add(read.f1, read.f2, read.f3, read.f4, read.f5));
        if (set.value() == null) {
            set.update(true);
            // one time for all cells: timers of one time are fewer wake-ups
            long now = context.timerService().currentProcessingTime();
            context.timerService().registerProcessingTimeTimer(now - now % MILLIS + MILLIS);
        }
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Tuple3<Long, Long, byte[]>> out) throws Exception {
        set.clear();
        OrderCell cell = state.value();
        out.collect(Tuple3.of(context.getCurrentKey(), cell.records(), cell.toBytes()));
    }
}
