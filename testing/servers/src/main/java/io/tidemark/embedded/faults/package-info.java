/** A proxy that interrupts connections at a chosen request or response of a protocol. */
@NullMarked
package io.tidemark.embedded.faults;

import org.jspecify.annotations.NullMarked;
