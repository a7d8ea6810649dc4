package io.tidemark.spark.internal.run;

import io.tidemark.spark.internal.executor.CursorPlaces;
import io.tidemark.stream.internal.supervision.OwnThreads;
import io.tidemark.stream.keeping.StreamMemory;
import java.util.UUID;

/**
 * What all runs of a stream share.
 *
 * @param id tells the stream from all others
 * @param memory what the keeping of offsets remembers
 * @param threads the threads that are at work for the stream
 * @param places where its records were read
 */
public record SharedState(String id, StreamMemory memory, OwnThreads threads, CursorPlaces places) {

    public SharedState() {
        this(UUID.randomUUID().toString(), new StreamMemory(), new OwnThreads(), new CursorPlaces());
    }
}
