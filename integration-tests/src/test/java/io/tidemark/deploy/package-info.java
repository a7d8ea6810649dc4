/** Tests of the files in {@code deploy/}. */
@NullMarked
package io.tidemark.deploy;

import org.jspecify.annotations.NullMarked;
