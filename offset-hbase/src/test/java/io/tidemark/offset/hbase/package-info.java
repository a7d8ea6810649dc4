@NullMarked
package io.tidemark.offset.hbase;

import org.jspecify.annotations.NullMarked;
