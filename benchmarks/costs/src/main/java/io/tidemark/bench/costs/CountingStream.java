package io.tidemark.bench.costs;

/** A stream that counts, with more or fewer guarantees. */
interface CountingStream {

    /** What the tables call it. */
    String title();

    /** Starts it; it runs until it is closed. */
    Running start(Course course, Counting counting, BatchTimes times);

    /** A stream that runs. */
    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
