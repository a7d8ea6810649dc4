package io.tidemark.recharge.prove;

import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.util.Map;

/**
 * What a proof is told.
 *
 * @param orders how many orders the log has
 * @param kills how often the job is killed
 * @param seed what log and plan are drawn from
 * @param store where the offsets are kept
 * @param loop which job
 * @param settings keys of the job's configuration; those of the servers, the topic and the group are the test's own
 */
public record ProofOptions(
        long orders, int kills, long seed, StoreType store, Loop loop, Map<String, String> settings) {

    public ProofOptions {
        settings = Map.copyOf(settings);
    }

    /** The jobs that can be put to the proof. */
    public enum Loop {
        /** The example's job. */
        TIDEMARK,
        /** The loop of the common tutorials, which shows what the proof is worth. It keeps its offsets in MySQL. */
        TEXTBOOK
    }
}
