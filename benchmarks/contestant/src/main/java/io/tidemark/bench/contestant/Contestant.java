package io.tidemark.bench.contestant;

/** One of those that read the topic, in a JVM of its own that stays up between its runs. */
public interface Contestant extends AutoCloseable {

    /**
     * Reads a whole topic.
     *
     * @param topic a topic that nobody writes to
     * @param group a name that no other run has
     * @param records how many records the topic has
     * @return the nanoseconds from the beginning of its work until everything counted is where it belongs
     */
    long run(String topic, String group, long records) throws Exception;

    /** What a run has counted, read from where it belongs. */
    Totals totals(String group) throws Exception;

    @Override
    void close();
}
