@NullMarked
package io.tidemark.offset.hbase.internal.layout;

import org.jspecify.annotations.NullMarked;
