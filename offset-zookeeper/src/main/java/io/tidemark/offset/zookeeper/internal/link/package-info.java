/** The connection to ZooKeeper, its requests, and what their failures mean. */
@NullMarked
package io.tidemark.offset.zookeeper.internal.link;

import org.jspecify.annotations.NullMarked;
