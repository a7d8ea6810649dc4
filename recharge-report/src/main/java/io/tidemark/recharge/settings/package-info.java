/** Configuration files that the recharge job and its page share. */
@NullMarked
package io.tidemark.recharge.settings;

import org.jspecify.annotations.NullMarked;
