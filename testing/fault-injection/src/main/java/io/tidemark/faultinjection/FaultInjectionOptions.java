package io.tidemark.faultinjection;

import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.util.Map;

/**
 * The options of a test.
 *
 * @param orders the number of orders in the log
 * @param kills the number of kills
 * @param seed the seed of the log and the scenario
 * @param store the store of the offsets
 * @param loop the job under test
 * @param engines the engines that the job runs on
 * @param settings keys of the job's configuration; those of the servers, the topic and the group are the test's own
 */
public record FaultInjectionOptions(
        long orders, int kills, long seed, StoreType store, Loop loop, Engines engines, Map<String, String> settings) {

    public FaultInjectionOptions {
        settings = Map.copyOf(settings);
    }

    /** The engines of the attempts of the job. */
    public enum Engines {
        /** Spark Streaming. */
        DSTREAMS,
        /** Structured Streaming; its checkpoint directory is lost, and restored from an earlier attempt. */
        STRUCTURED,
        /** The group moves from one to the other with each attempt. */
        ALTERNATING
    }

    /** The jobs that can be tested. */
    public enum Loop {
        /** The example's job. */
        TIDEMARK,
        /** The loop of the common tutorials, which fails the test. It keeps its offsets in MySQL. */
        TEXTBOOK
    }
}
