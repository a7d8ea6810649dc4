/**
 * The reference implementation: computes the report that the job must produce for a log. It has its own JSON parser,
 * its own implementation of each rule and its own arithmetic. It shares with the job only the form of the report, the
 * table of regions and the formula of the buckets, so an error in the job is not repeated here.
 */
@NullMarked
package io.tidemark.recharge.reference;

import org.jspecify.annotations.NullMarked;
