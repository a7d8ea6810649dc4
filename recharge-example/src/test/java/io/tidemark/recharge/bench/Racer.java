package io.tidemark.recharge.bench;

import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.site.report.RechargeReport;

/** One of those that read the topic. */
interface Racer {

    /** What it is called in the table. */
    String name();

    /**
     * Reads the whole topic.
     *
     * @param config with a group of its own
     * @param records how many there are
     * @return the nanoseconds from the beginning of the first batch until everything is absorbed
     */
    long run(RechargeConfig config, long records) throws Exception;

    /**
     * Compares what was counted with what there is.
     *
     * @throws IllegalStateException if they differ
     */
    void check(RechargeConfig config, RechargeReport want) throws Exception;
}
