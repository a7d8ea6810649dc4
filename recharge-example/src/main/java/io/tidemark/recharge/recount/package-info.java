/**
 * The report that a log must lead to, worked out once more from the log alone. It has its own JSON parser, its own
 * reading of every rule and its own arithmetic, and shares with the job nothing but the form of the report, the table
 * of regions and the formula of the buckets: what both get wrong in the same way would have to be wrong twice.
 */
@NullMarked
package io.tidemark.recharge.recount;

import org.jspecify.annotations.NullMarked;
