/**
 * Real servers for tests and demos: {@link io.tidemark.embedded.EmbeddedKafka Kafka},
 * {@link io.tidemark.embedded.EmbeddedMySql a MySQL-compatible server}, {@link io.tidemark.embedded.EmbeddedRedis Redis}
 * and {@link io.tidemark.embedded.EmbeddedZooKeeper ZooKeeper}, from Maven Central, with nothing to install.
 */
@NullMarked
package io.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
