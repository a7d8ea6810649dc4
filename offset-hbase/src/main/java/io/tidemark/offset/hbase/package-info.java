/**
 * Offsets in HBase, one row for each group. {@link io.tidemark.offset.hbase.HBaseOffsetStore} is the store.
 *
 * <pre>
 * row GROUP
 *   tidemark:offsets             all entries of the group, as text; a write replaces it if it is unchanged
 *   tidemark:governor            what governs the group: "store", or "sink" and the sink's description
 *   tidemark:loss TOPIC PARTITION CLUSTER-ID TOPIC-ID FROM REASON     a loss receipt: UNTIL POLICY TIME
 * </pre>
 *
 * <p>The text of {@code tidemark:offsets}:
 *
 * <pre>
 * tidemark 1 WRITE-ID
 * topic TOPIC
 * identity CLUSTER-ID TOPIC-ID 0-9,12
 * written WRITER TIME 0-9,12
 * PARTITION OFFSET
 * </pre>
 *
 * <p>{@code TIME} is {@code now} for the entries of the last write: the time of the cell, by the region server's clock.
 * {@code WRITER} and {@code TOPIC-ID} are {@code -} if they are unknown. In names, all characters but visible ASCII,
 * and {@code %}, are percent-encoded as UTF-8.
 */
@NullMarked
package io.tidemark.offset.hbase;

import org.jspecify.annotations.NullMarked;
