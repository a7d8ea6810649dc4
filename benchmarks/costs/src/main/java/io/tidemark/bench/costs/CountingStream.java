package io.tidemark.bench.costs;

/** A stream that counts, with a certain guarantee. */
interface CountingStream {

    /** The name in the tables. */
    String title();

    /** Starts the stream, which runs until it is closed. */
    Running start(StreamLoad load, Counting counting, BatchTimes times);

    /** A running stream. */
    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
