@NullMarked
package io.tidemark.offset.verification;

import org.jspecify.annotations.NullMarked;
