/** The regions that orders are counted by: code, names and the map that shows them. */
@NullMarked
package io.tidemark.site.region;

import org.jspecify.annotations.NullMarked;
