/** HBase. */
@NullMarked
package io.tidemark.embedded.hbase;

import org.jspecify.annotations.NullMarked;
