/** What the tests of several packages share. */
@NullMarked
package io.tidemark.recharge.testing;

import org.jspecify.annotations.NullMarked;
