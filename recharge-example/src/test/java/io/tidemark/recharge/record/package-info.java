/** Tests of the record parser. */
@NullMarked
package io.tidemark.recharge.record;

import org.jspecify.annotations.NullMarked;
