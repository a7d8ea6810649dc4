/** Tests of the reference implementation. */
@NullMarked
package io.tidemark.recharge.reference;

import org.jspecify.annotations.NullMarked;
