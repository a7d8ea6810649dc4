/** Kafka: a node, a cluster of several, and their topics. */
@NullMarked
package io.tidemark.embedded.kafka;

import org.jspecify.annotations.NullMarked;
