/** What several tests of the page share. */
@NullMarked
package io.tidemark.site.testing;

import org.jspecify.annotations.NullMarked;
