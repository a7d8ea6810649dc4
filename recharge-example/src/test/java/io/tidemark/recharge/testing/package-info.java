/** The common parts of the tests of several packages. */
@NullMarked
package io.tidemark.recharge.testing;

import org.jspecify.annotations.NullMarked;
