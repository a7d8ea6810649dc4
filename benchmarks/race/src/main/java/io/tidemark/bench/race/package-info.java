/**
 * The race: the same topic, counted by one contestant after the other, and those contestants that have no module of
 * their own.
 */
@NullMarked
package io.tidemark.bench.race;

import org.jspecify.annotations.NullMarked;
