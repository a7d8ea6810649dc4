/** The health numbers of queries. No API: it may change with every version. */
@NullMarked
package io.tidemark.structured.internal.health;

import org.jspecify.annotations.NullMarked;
