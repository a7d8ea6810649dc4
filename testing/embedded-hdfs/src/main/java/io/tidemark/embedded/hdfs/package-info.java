/** HDFS. */
@NullMarked
package io.tidemark.embedded.hdfs;

import org.jspecify.annotations.NullMarked;
