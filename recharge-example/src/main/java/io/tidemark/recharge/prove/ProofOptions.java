package io.tidemark.recharge.prove;

import io.tidemark.recharge.config.RechargeConfig.StoreType;

/**
 * What a proof is told.
 *
 * @param orders how many orders the log has
 * @param kills how often the job is killed
 * @param seed what log and plan are drawn from
 * @param store where the offsets are kept
 * @param loop which job
 */
public record ProofOptions(long orders, int kills, long seed, StoreType store, Loop loop) {

    /** The jobs that can be put to the proof. */
    public enum Loop {
        /** The example's job. */
        TIDEMARK,
        /** The loop of the common tutorials, which shows what the proof is worth. It keeps its offsets in MySQL. */
        TEXTBOOK
    }
}
