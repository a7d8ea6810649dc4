/** The names and texts of the files of a group. */
@NullMarked
package io.tidemark.offset.hdfs.internal.layout;

import org.jspecify.annotations.NullMarked;
