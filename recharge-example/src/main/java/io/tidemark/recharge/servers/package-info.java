/** The real servers that the demo and the proof run on. */
@NullMarked
package io.tidemark.recharge.servers;

import org.jspecify.annotations.NullMarked;
