/** Access to the files of a group on a Hadoop file system, each call within a time limit. */
@NullMarked
package io.tidemark.offset.hdfs.internal.files;

import org.jspecify.annotations.NullMarked;
