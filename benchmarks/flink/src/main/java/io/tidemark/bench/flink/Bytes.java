package io.tidemark.bench.flink;

import java.io.Serial;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Records as they are. */
final class Bytes extends AbstractDeserializationSchema<byte[]> {

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] deserialize(byte[] message) {
        return message;
    }
}
