/** The servers that the demo and the fault-injection test start. */
@NullMarked
package io.tidemark.recharge.servers;

import org.jspecify.annotations.NullMarked;
