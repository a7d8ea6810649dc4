package io.tidemark.recharge.prove;

import io.tidemark.recharge.config.RechargeConfig.StoreType;

/**
 * What a proof is told.
 *
 * @param orders how many orders the log has
 * @param kills how often the job is killed
 * @param seed what log and plan are drawn from
 * @param store where the offsets are kept
 */
public record ProofOptions(long orders, int kills, long seed, StoreType store) {}
