/** Tests of the region tables. */
@NullMarked
package io.tidemark.site.region;

import org.jspecify.annotations.NullMarked;
