/** The nodes of a group: their paths, their texts, and the changes that a write makes to them. */
@NullMarked
package io.tidemark.offset.zookeeper.internal.layout;

import org.jspecify.annotations.NullMarked;
