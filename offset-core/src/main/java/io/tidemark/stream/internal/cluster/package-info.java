/**
 * What a stream asks its Kafka cluster, and with which clients. For Tidemark's own engines; it may change with any
 * version.
 */
@NullMarked
package io.tidemark.stream.internal.cluster;

import org.jspecify.annotations.NullMarked;
