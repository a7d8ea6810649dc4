/** Tests of the generator. */
@NullMarked
package io.tidemark.recharge.generate;

import org.jspecify.annotations.NullMarked;
