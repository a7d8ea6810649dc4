/** What differs between the lines of Spark. No API: it may change with every version. */
@NullMarked
package io.tidemark.structured.internal.line;

import org.jspecify.annotations.NullMarked;
