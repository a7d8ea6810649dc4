/** Two drivers of one group, in processes of their own. */
@NullMarked
package io.tidemark.recharge.rivals;

import org.jspecify.annotations.NullMarked;
