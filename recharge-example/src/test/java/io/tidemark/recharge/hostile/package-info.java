/** Hostile records, loaded into a running job together with good ones. */
@NullMarked
package io.tidemark.recharge.hostile;

import org.jspecify.annotations.NullMarked;
