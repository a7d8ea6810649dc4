/** Connections of the store, the transactions on them, and what their failures mean. */
@NullMarked
package io.tidemark.offset.jdbc.internal.connection;

import org.jspecify.annotations.NullMarked;
