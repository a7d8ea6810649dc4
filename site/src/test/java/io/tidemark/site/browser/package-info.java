/** The page in a real browser. */
@NullMarked
package io.tidemark.site.browser;

import org.jspecify.annotations.NullMarked;
