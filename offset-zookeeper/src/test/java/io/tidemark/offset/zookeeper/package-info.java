@NullMarked
package io.tidemark.offset.zookeeper;

import org.jspecify.annotations.NullMarked;
