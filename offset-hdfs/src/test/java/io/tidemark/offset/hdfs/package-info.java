@NullMarked
package io.tidemark.offset.hdfs;

import org.jspecify.annotations.NullMarked;
