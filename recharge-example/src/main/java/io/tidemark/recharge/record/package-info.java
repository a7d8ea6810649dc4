/**
 * The recharge log's records: the {@link io.tidemark.recharge.record.TagDictionary tag dictionary} that says which
 * field means what, and the {@link io.tidemark.recharge.record.RecordParser parser} that turns the bytes of one record
 * into an order, an ignored or a rejected record. Every rule is told in {@code docs/record-rules.md}.
 */
@NullMarked
package io.tidemark.recharge.record;

import org.jspecify.annotations.NullMarked;
