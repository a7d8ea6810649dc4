package io.tidemark.bench.flink;

import io.tidemark.bench.candidate.Cell;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the numbers of each cell, and gives those that have changed once a second. */
final class CountCell extends KeyedProcessFunction<Long, Tuple3<Long, Long, Long>, Tuple2<Long, long[]>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long MILLIS = 1_000;

    /** The number behind those of the cell: whether a timer is set that will give them. */
    private static final int SET = Cell.NUMBERS;

    private transient ValueState<long[]> state;

    @SuppressWarnings("NullAway.Init") // Flink calls open before all else
    CountCell() {}

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("cell", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Tuple3<Long, Long, Long> read, Context context, Collector<Tuple2<Long, long[]>> out)
            throws Exception {
        long[] known = state.value();
        long[] numbers = known == null ? new long[Cell.NUMBERS + 1] : known;
        new Cell(numbers).add(read.f1, read.f2);
        if (numbers[SET] == 0) {
            numbers[SET] = 1;
            // one time for all cells: timers of one time are fewer wake-ups
            long now = context.timerService().currentProcessingTime();
            context.timerService().registerProcessingTimeTimer(now - now % MILLIS + MILLIS);
        }
        state.update(numbers);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Tuple2<Long, long[]>> out) throws Exception {
        long[] numbers = state.value();
        numbers[SET] = 0;
        state.update(numbers);
        out.collect(Tuple2.of(context.getCurrentKey(), numbers.clone()));
    }
}
