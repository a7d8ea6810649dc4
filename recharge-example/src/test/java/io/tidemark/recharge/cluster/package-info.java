/** The job on a standalone Spark cluster, in separate processes. */
@NullMarked
package io.tidemark.recharge.cluster;

import org.jspecify.annotations.NullMarked;
