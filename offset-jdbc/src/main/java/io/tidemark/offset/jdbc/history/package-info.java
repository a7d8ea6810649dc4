/** What the history of a group holds. */
@NullMarked
package io.tidemark.offset.jdbc.history;

import org.jspecify.annotations.NullMarked;
