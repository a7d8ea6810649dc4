@NullMarked
package io.tidemark.offset.zookeeper.internal.layout;

import org.jspecify.annotations.NullMarked;
