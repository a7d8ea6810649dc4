@NullMarked
package io.tidemark.spark.internal.run;

import org.jspecify.annotations.NullMarked;
