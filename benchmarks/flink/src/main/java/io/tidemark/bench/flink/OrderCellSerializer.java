package io.tidemark.bench.flink;

import io.tidemark.bench.candidate.OrderCell;
import java.io.IOException;
import java.io.Serial;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializes cells in checkpoints. */
final class OrderCellSerializer extends TypeSerializerSingleton<OrderCell> {

    static final OrderCellSerializer INSTANCE = new OrderCellSerializer();

    @Serial
    private static final long serialVersionUID = 1L;

    private OrderCellSerializer() {}

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public OrderCell createInstance() {
        return new OrderCell();
    }

    @Override
    public OrderCell copy(OrderCell from) {
        return from.copy();
    }

    @Override
    public OrderCell copy(OrderCell from, OrderCell reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(OrderCell cell, DataOutputView target) throws IOException {
        byte[] bytes = cell.toBytes();
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public OrderCell deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return OrderCell.of(bytes);
    }

    @Override
    public OrderCell deserialize(OrderCell reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        target.writeInt(length);
        target.write(source, length);
    }

    @Override
    public TypeSerializerSnapshot<OrderCell> snapshotConfiguration() {
        return new Snapshot();
    }

    /** How a checkpoint finds the serializer again. */
    @SuppressWarnings("WeakerAccess") // Flink makes one
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<OrderCell> {

        /** Called by Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
