/** The records of a group: their text, the topic that keeps them, and the changes that a write makes to them. */
@NullMarked
package io.tidemark.offset.kafka.internal.journal;

import org.jspecify.annotations.NullMarked;
