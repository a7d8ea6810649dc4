/** Tests of the loader. */
@NullMarked
package io.tidemark.recharge.load;

import org.jspecify.annotations.NullMarked;
