/**
 * Rejected records: into a topic of their own with what is known of them, and back once they can be read.
 *
 * <p>A letter is in the topic at least once, before the batch that it was rejected in counts; what repeats has the same
 * origin. A replay takes every origin once.
 */
@NullMarked
package io.tidemark.recharge.deadletter;

import org.jspecify.annotations.NullMarked;
