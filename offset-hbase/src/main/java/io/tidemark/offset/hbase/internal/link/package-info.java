/** Requests to HBase that end within a deadline, and what their failures mean. */
@NullMarked
package io.tidemark.offset.hbase.internal.link;

import org.jspecify.annotations.NullMarked;
