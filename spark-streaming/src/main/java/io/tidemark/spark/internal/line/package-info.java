/**
 * What differs between the Spark lines; each line has its own version of these classes. May change with any version.
 */
@NullMarked
package io.tidemark.spark.internal.line;

import org.jspecify.annotations.NullMarked;
