package io.tidemark.faultinjection;

import io.tidemark.recharge.config.RechargeConfig;
import org.apache.spark.api.java.JavaSparkContext;

/** A job that can be tested. */
@FunctionalInterface
interface JobLoop {

    /**
     * Runs the job until it ends.
     *
     * @param started must be called when the job has started
     * @throws Exception whatever it fails with
     */
    void run(RechargeConfig config, JavaSparkContext spark, Failpoints failpoints, Runnable started) throws Exception;
}
