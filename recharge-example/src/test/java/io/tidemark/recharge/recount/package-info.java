/** Tests of the recount. */
@NullMarked
package io.tidemark.recharge.recount;

import org.jspecify.annotations.NullMarked;
