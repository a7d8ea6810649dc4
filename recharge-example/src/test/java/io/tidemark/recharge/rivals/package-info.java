/** Two drivers of one group, in separate processes. */
@NullMarked
package io.tidemark.recharge.rivals;

import org.jspecify.annotations.NullMarked;
