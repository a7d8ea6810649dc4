package io.tidemark.stream.keeping;

import io.tidemark.offset.OffsetStore;
import io.tidemark.stream.internal.cluster.Cluster;
import java.util.Map;

/** Opens the keeping of offsets on a cluster in memory. */
public final class ModelKeeping {

    private ModelKeeping() {}

    /** As {@link OffsetKeeping#open}, on a given cluster. */
    public static <B> OffsetKeeping<B> open(
            KeepingSettings settings, OffsetStore store, BatchOutput<B> output, StreamMemory memory, Cluster cluster) {
        return OffsetKeeping.open(settings, store, output, memory, Map.of(), cluster, () -> {});
    }
}
