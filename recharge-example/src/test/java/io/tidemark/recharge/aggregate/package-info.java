/** Tests of the counts. */
@NullMarked
package io.tidemark.recharge.aggregate;

import org.jspecify.annotations.NullMarked;
