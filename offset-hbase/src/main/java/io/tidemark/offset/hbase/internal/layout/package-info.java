/** The row of a group: its key, its columns and their texts. */
@NullMarked
package io.tidemark.offset.hbase.internal.layout;

import org.jspecify.annotations.NullMarked;
