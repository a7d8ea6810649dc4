/** The job: what it does with a batch, and what it is connected to. */
@NullMarked
package io.tidemark.recharge.job;

import org.jspecify.annotations.NullMarked;
