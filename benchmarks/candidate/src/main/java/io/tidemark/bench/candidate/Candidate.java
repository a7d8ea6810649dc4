package io.tidemark.bench.candidate;

/**
 * A program that reads the topic and counts its records. Each candidate has a JVM of its own, which is reused for
 * several runs.
 */
public interface Candidate extends AutoCloseable {

    /**
     * Reads a whole topic.
     *
     * @param topic a topic that does not change
     * @param group a name that no other run has
     * @param records the number of records in the topic
     * @return the nanoseconds from the start of the work until all results are written
     */
    long run(String topic, String group, long records) throws Exception;

    /** Reads the results of a run from their target. */
    Totals totals(String group) throws Exception;

    @Override
    void close();
}
