/** Tests of dead-letter records. */
@NullMarked
package io.tidemark.recharge.deadletter;

import org.jspecify.annotations.NullMarked;
