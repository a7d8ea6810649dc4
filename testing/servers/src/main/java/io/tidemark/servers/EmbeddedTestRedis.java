package io.tidemark.servers;

import io.tidemark.embedded.redis.EmbeddedRedis;

/** Redis beside this JVM. */
final class EmbeddedTestRedis extends EmbeddedTestServer<EmbeddedRedis> implements TestRedis {

    EmbeddedTestRedis(ServerSetup setup) {
        super(EmbeddedRedis.start(options(setup)));
    }
}
