/** The example's configuration: one file, every key known, every problem named at once. */
@NullMarked
package io.tidemark.recharge.config;

import org.jspecify.annotations.NullMarked;
