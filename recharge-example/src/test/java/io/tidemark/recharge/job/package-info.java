/** Tests of the job's connections. */
@NullMarked
package io.tidemark.recharge.job;

import org.jspecify.annotations.NullMarked;
