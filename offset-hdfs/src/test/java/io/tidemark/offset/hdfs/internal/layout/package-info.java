@NullMarked
package io.tidemark.offset.hdfs.internal.layout;

import org.jspecify.annotations.NullMarked;
