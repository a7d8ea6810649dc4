/** ZooKeeper. */
@NullMarked
package io.tidemark.embedded.zookeeper;

import org.jspecify.annotations.NullMarked;
