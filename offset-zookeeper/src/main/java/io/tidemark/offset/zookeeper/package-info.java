/**
 * Offsets in ZooKeeper, in the layout of Kafka's old consumers, which old jobs and tools read and write.
 * {@link io.tidemark.offset.zookeeper.ZooKeeperOffsetStore} is the store.
 *
 * <pre>
 * /consumers/GROUP/offsets/TOPIC/PARTITION   the next offset, as decimal text: the classic layout
 * /consumers/GROUP/tidemark                  "tidemark 1"; every write of the group increments its version
 * /consumers/GROUP/tidemark/pending          empty, or a write whose offsets are not all in the classic nodes yet
 * /consumers/GROUP/tidemark/writers          the last writer of each partition
 * /consumers/GROUP/tidemark/topics/TOPIC     cluster id, topic id and the partitions whose offsets belong to them
 * /consumers/GROUP/tidemark/losses/NUMBER    loss receipts, one node for each decision
 * /consumers/GROUP/tidemark/governor         what governs the group: "store", or "sink" and the sink's description
 * </pre>
 *
 * <p>The time of an entry is the time of its node's last change, by the server's clock. Names are written unchanged,
 * except characters that a node's name cannot hold, {@code /}, {@code %} and the names {@code .} and {@code ..}: their
 * bytes in UTF-8 are written as {@code %} and two hexadecimal digits.
 */
@NullMarked
package io.tidemark.offset.zookeeper;

import org.jspecify.annotations.NullMarked;
