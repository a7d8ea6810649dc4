/** The example's configuration: one file, in which every key is known. All problems are reported at once. */
@NullMarked
package io.tidemark.recharge.config;

import org.jspecify.annotations.NullMarked;
