/** A server as a process of its own: its port, its directory, its log and its end. */
@NullMarked
package io.tidemark.embedded.process;

import org.jspecify.annotations.NullMarked;
