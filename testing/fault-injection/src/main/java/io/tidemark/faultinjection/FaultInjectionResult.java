package io.tidemark.faultinjection;

/**
 * The result of a test.
 *
 * @param holds whether there is no difference and no unexpected result
 * @param text the faults, both reports and all differences, for a person
 */
public record FaultInjectionResult(boolean holds, String text) {}
