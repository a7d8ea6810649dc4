/** The table that keeps a group's writes, and the rollback to an earlier moment. */
@NullMarked
package io.tidemark.offset.jdbc.internal.history;

import org.jspecify.annotations.NullMarked;
