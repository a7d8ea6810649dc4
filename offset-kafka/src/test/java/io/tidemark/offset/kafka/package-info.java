@NullMarked
package io.tidemark.offset.kafka;

import org.jspecify.annotations.NullMarked;
