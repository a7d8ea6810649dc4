/** Tests of the page's server, over real HTTP, and of the page in a real browser. */
@NullMarked
package io.tidemark.site;

import org.jspecify.annotations.NullMarked;
