package io.tidemark.recharge.prove;

import io.tidemark.recharge.config.RechargeConfig;
import org.apache.spark.api.java.JavaSparkContext;

/** A job that the proof can be made of. */
@FunctionalInterface
interface JobLoop {

    /**
     * Runs the job until it ends.
     *
     * @param started to be called once it has begun
     * @throws Exception whatever it fails with
     */
    void run(RechargeConfig config, JavaSparkContext spark, Traps traps, Runnable started) throws Exception;
}
