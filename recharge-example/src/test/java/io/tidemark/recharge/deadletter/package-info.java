/** Tests of dead letters. */
@NullMarked
package io.tidemark.recharge.deadletter;

import org.jspecify.annotations.NullMarked;
