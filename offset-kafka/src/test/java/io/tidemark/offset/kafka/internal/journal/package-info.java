@NullMarked
package io.tidemark.offset.kafka.internal.journal;

import org.jspecify.annotations.NullMarked;
