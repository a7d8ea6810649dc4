/**
 * The reference implementation: counts a log into the report that the job must produce for it. It has its own JSON
 * parser, its own reading of each rule and its own arithmetic. It shares with the job only the form of the report, the
 * table of regions and the formula of the buckets, so an error in the job does not go unnoticed because the reference
 * implementation has the same one.
 */
@NullMarked
package io.tidemark.recharge.reference;

import org.jspecify.annotations.NullMarked;
