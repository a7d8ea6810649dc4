/** Counts records: in each partition of a batch on its executor, then merged on the driver into measurements. */
@NullMarked
package io.tidemark.recharge.aggregate;

import org.jspecify.annotations.NullMarked;
