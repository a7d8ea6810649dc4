/**
 * The one place where a test gets a server: {@link io.tidemark.servers.TestMySql},
 * {@link io.tidemark.servers.TestZooKeeper}, {@link io.tidemark.servers.TestKafka} or
 * {@link io.tidemark.servers.TestRedis}. Whether it is an embedded one or a container is decided for the whole run, by
 * {@link io.tidemark.servers.ServerKind}; no test knows which one it has.
 *
 * <p>Few tests need what only an embedded server has, such as its files. They say so with
 * {@link io.tidemark.servers.junit.EmbeddedOnly}.
 */
@NullMarked
package io.tidemark.servers;

import org.jspecify.annotations.NullMarked;
