/**
 * Decides about records that cannot be processed: fails, skips them and counts them, or sends them to a dead-letter
 * topic with the reason of the rejection. Replays them when they can be processed.
 *
 * <p>A dead-letter record is written at least once, before the batch of the rejection is counted. Duplicates have
 * the same origin. A replay sends every origin once.
 */
@NullMarked
package io.tidemark.deadletter;

import org.jspecify.annotations.NullMarked;
