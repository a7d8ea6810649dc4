/** Loads a log file into a topic, each line exactly once, also after an interruption. */
@NullMarked
package io.tidemark.recharge.load;

import org.jspecify.annotations.NullMarked;
