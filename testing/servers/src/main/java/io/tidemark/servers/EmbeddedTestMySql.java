package io.tidemark.servers;

import io.tidemark.embedded.mysql.EmbeddedMySql;

/** MariaDB beside this JVM. */
final class EmbeddedTestMySql extends EmbeddedTestServer<EmbeddedMySql> implements TestMySql {

    EmbeddedTestMySql(ServerSetup setup) {
        // left out otherwise, because making a certificate takes it seconds
        super(EmbeddedMySql.start(options(setup.has("ssl-cert") ? setup.setting("skip-ssl", "0") : setup)));
    }

    @Override
    public String user() {
        return server().user();
    }

    @Override
    public String password() {
        return server().password();
    }
}
