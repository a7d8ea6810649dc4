/**
 * The records of the recharge log: the {@link io.tidemark.recharge.record.TagDictionary tag dictionary} defines the
 * meaning of the fields, and the {@link io.tidemark.recharge.record.RecordParser parser} converts the bytes of a record
 * into an order, an ignored or a rejected record. {@code docs/record-rules.md} describes every rule.
 */
@NullMarked
package io.tidemark.recharge.record;

import org.jspecify.annotations.NullMarked;
