/**
 * Real servers for tests and demos: {@link io.tidemark.embedded.kafka.EmbeddedKafka Kafka},
 * {@link io.tidemark.embedded.mysql.EmbeddedMySql a MySQL-compatible server},
 * {@link io.tidemark.embedded.redis.EmbeddedRedis Redis} and
 * {@link io.tidemark.embedded.zookeeper.EmbeddedZooKeeper ZooKeeper}, from Maven Central, with nothing to install. An
 * {@link io.tidemark.embedded.kafka.EmbeddedKafkaCluster EmbeddedKafkaCluster} has three nodes, to test failures of one
 * of them.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
 *     kafka.createTopic("recharge", 4);
 *     ...                       // kafka.bootstrapServers()
 *     kafka.kill();             // SIGKILL, as a fault
 *     kafka.restart();          // same port, same data
 * }
 * EmbeddedRedis redis = EmbeddedRedis.start(ServerOptions.at(Path.of("data/redis")).port(6379));
 * }</pre>
 *
 * <h2>How it works</h2>
 *
 * <ul>
 *   <li>Each server is a process of its own, so that it can be killed and frozen: Redis and MariaDB as native programs,
 *     Kafka and ZooKeeper in JVMs on this JVM's class path.
 *   <li>A small shell stands over each server ({@code guard.sh}). It holds the reading end of a pipe from this JVM; the
 *     end of that input means that this JVM is gone, and ends the server. This needs no cooperation of the dying JVM,
 *     so it also works when that is killed. A server that was not closed ends with the JVM in the same way: tests may
 *     share one and never close it.
 *   <li>Programs are unpacked once per machine into {@code $XDG_CACHE_HOME/tidemark} or {@code ~/.cache/tidemark} (or
 *     {@code -Dtidemark.cache=DIRECTORY}); so is a prepared data directory of MariaDB. Removing the cache is safe while
 *     no server runs.
 *   <li>A data directory belongs to one owner at a time. The next owner of a directory waits until the servers of a
 *     killed one have ended.
 *   <li>Chosen ports are reserved among all embedded servers of the user, also while a server is down, and lie below
 *     those of outgoing connections.
 * </ul>
 *
 * <p>Redis needs Linux or macOS, MariaDB needs Linux on x86-64; all need {@code sh}.
 */
@NullMarked
package io.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
