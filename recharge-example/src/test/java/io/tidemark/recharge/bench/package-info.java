/** How fast the parts are; run by hand. */
@NullMarked
package io.tidemark.recharge.bench;

import org.jspecify.annotations.NullMarked;
