/**
 * What all stores have to do alike, on real servers and with a real job. A store is added by a constant of {@link
 * io.tidemark.it.Store}.
 */
@NullMarked
package io.tidemark.it;

import org.jspecify.annotations.NullMarked;
