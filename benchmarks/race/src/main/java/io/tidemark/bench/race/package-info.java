/**
 * The benchmark that compares the example's job with other candidates on the same topic, and the candidates that have
 * no module of their own.
 */
@NullMarked
package io.tidemark.bench.race;

import org.jspecify.annotations.NullMarked;
