/** Tests of the region tables. */
@NullMarked
package io.tidemark.recharge.region;

import org.jspecify.annotations.NullMarked;
