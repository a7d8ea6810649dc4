/** The job on a standalone cluster of Spark, in processes of their own. */
@NullMarked
package io.tidemark.recharge.cluster;

import org.jspecify.annotations.NullMarked;
