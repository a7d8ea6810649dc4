/** One run of a stream, its health numbers, and the signals that stop it. May change with any version. */
@NullMarked
package io.tidemark.spark.internal.run;

import org.jspecify.annotations.NullMarked;
