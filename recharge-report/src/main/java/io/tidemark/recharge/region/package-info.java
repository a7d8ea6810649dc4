/** The regions that orders are counted by: code, names and the map that shows them. */
@NullMarked
package io.tidemark.recharge.region;

import org.jspecify.annotations.NullMarked;
