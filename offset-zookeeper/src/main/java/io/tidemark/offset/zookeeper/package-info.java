/**
 * Offsets in ZooKeeper, in the layout of Kafka's old consumers, so that the offsets of old jobs are found and old tools
 * read those of new ones. {@link io.tidemark.offset.zookeeper.ZooKeeperOffsetStore} is the store.
 *
 * <pre>
 * /consumers/GROUP/offsets/TOPIC/PARTITION   the next offset, as decimal text: the classic layout
 * /consumers/GROUP/tidemark                  "tidemark 1"; every write of the group moves its version on
 * /consumers/GROUP/tidemark/pending          empty, or a write whose offsets are not all in the classic nodes yet
 * /consumers/GROUP/tidemark/writers          who has written which partitions last
 * /consumers/GROUP/tidemark/topics/TOPIC     cluster id, topic id and the partitions whose offsets belong to them
 * /consumers/GROUP/tidemark/losses/NUMBER    loss receipts, one node for each decision
 * /consumers/GROUP/tidemark/governor         what governs the group: "store", or "sink" and the sink's description
 * </pre>
 *
 * <p>The time of an entry is the time of its node's last change, by the server's clock. Names are taken as they are,
 * but for characters that a node's name cannot hold, {@code /}, {@code %} and the names {@code .} and {@code ..}: of
 * these, the bytes in UTF-8 are written as {@code %} and two hexadecimal digits.
 */
@NullMarked
package io.tidemark.offset.zookeeper;

import org.jspecify.annotations.NullMarked;
