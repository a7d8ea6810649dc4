/** Brings a log file into a topic, each line exactly once, whatever happens in between. */
@NullMarked
package io.tidemark.recharge.load;

import org.jspecify.annotations.NullMarked;
