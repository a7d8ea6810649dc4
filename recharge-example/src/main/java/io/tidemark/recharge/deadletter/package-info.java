/**
 * Sends rejected records to a dead-letter topic with the reason of the rejection, and replays them when they can be
 * read.
 *
 * <p>A dead-letter record is written at least once, before the batch of the rejection is counted. Duplicates have
 * the same origin. A replay sends every origin once.
 */
@NullMarked
package io.tidemark.recharge.deadletter;

import org.jspecify.annotations.NullMarked;
