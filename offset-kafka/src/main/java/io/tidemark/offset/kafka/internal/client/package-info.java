/** Requests to Kafka within a deadline. */
@NullMarked
package io.tidemark.offset.kafka.internal.client;

import org.jspecify.annotations.NullMarked;
