package io.tidemark.recharge.prove;

/**
 * How a proof came out.
 *
 * @param holds whether everything was as it should be
 * @param text what was done, both reports and all that differs, for a person
 */
public record ProofResult(boolean holds, String text) {}
