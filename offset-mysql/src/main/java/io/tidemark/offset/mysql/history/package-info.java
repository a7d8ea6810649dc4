/** What the history of a group holds. */
@NullMarked
package io.tidemark.offset.mysql.history;

import org.jspecify.annotations.NullMarked;
