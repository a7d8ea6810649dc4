/**
 * Requests of a stream to its Kafka cluster, and the settings of their clients. For Tidemark's own engines; it may
 * change with any version.
 */
@NullMarked
package io.tidemark.stream.internal.cluster;

import org.jspecify.annotations.NullMarked;
